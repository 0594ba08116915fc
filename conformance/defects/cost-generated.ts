/**
 * Reservations, bills and price lists that are wrong only where several things meet: surcharges, a boundary, a region, a day
 * (BIL-01, CST-03, CST-06, CST-10, CST-12).
 * @module
 */
import type { ChatRequest } from "../../registry/canonical/chat.ts";
import type { UsageClass } from "../../registry/canonical/usage.ts";
import type { Endpoint } from "../../registry/endpoint.ts";
import type { Registry } from "../../registry/index.ts";
import { PICO_PER_USD, type PicoUsd } from "../../registry/pricing/money.ts";
import { asOf } from "../../registry/pricing/periods.ts";
import { placed } from "../../registry/pricing/place.ts";
import type { CompiledTier } from "../../registry/pricing/tiers.ts";
import { createRegistry } from "../../registry/registry.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withParts, withRegistry } from "./plants.ts";
import { withRecord } from "./record-plants.ts";

type Reserve = (endpoint: Endpoint, request: ChatRequest, registry: Registry) => PicoUsd;

const withReserve = (reserve: Reserve): Plant =>
  withRegistry((registry) => ({ reserve: (endpoint, request) => reserve(endpoint, request, registry) }));

const withTiers = (endpoint: Endpoint, change: (tier: CompiledTier) => CompiledTier): Endpoint => ({
  ...endpoint,
  tiers: endpoint.tiers.map(change),
});

/** The endpoint without prices of some classes, which then cost what text does. */
const without = (endpoint: Endpoint, classes: readonly UsageClass[]): Endpoint =>
  withTiers(endpoint, (tier) => ({
    ...tier,
    rates: Object.fromEntries(
      Object.entries(tier.rates).filter(([name]) => !classes.includes(name as UsageClass)),
    ),
  }));

const largest = (amounts: readonly PicoUsd[]): PicoUsd => amounts.reduce((a, b) => (a > b ? a : b), 0n);

/** The endpoint with a change of what the registry has resolved, wherever plans find it. */
const withPlanned = (change: (endpoint: Endpoint, on: string, registry: Registry) => Endpoint): Plant =>
  withRegistry((registry) => ({
    plan: (input) => {
      const plan = registry.plan(input);
      const { on } = input;
      if (!plan.ok || on === undefined) return plan;
      const attempts = plan.attempts.map((attempt) => ({
        ...attempt,
        endpoint: change(attempt.endpoint, on, registry),
      }));
      return { ...plan, attempts };
    },
  }));

const reserving = { seenIn: "own", breaks: ["BIL-01"] } as const;

export const generatedCostDefects: readonly Defect[] = [
  {
    ...reserving,
    id: "billing.surcharges-reserved-alone",
    title: "Of several surcharges the dearest alone is set aside",
    plant: withReserve((endpoint, request, registry) =>
      largest(
        [[], ...(endpoint.modifiers ?? []).map((modifier) => [modifier])].map((modifiers) =>
          registry.reserve({ ...endpoint, modifiers }, request),
        ),
      ),
    ),
  },
  {
    ...reserving,
    id: "billing.boundary-reserved-below",
    title: "A request whose size is exactly at a tier is set aside for at the price below",
    plant: withReserve((endpoint, request, registry) =>
      registry.reserve(
        withTiers(endpoint, (tier) => (tier.from > 0 ? { ...tier, boundary: "above" } : tier)),
        request,
      ),
    ),
  },
  {
    ...reserving,
    id: "billing.boundary-reserved-above",
    title:
      "A request whose size is exactly at a tier that begins above it is set aside for at that tier's price",
    plant: withReserve((endpoint, request, registry) =>
      registry.reserve(
        withTiers(endpoint, (tier) => ({ ...tier, boundary: "at" })),
        request,
      ),
    ),
  },
  {
    ...reserving,
    id: "billing.media-reserved-as-text",
    title: "Sound and images are set aside for at the price of text",
    plant: withReserve((endpoint, request, registry) =>
      registry.reserve(
        without(endpoint, ["audioInput", "imageInput", "audioOutput", "imageOutput"]),
        request,
      ),
    ),
  },
  {
    ...reserving,
    id: "billing.reserved-twice",
    title: "Twice the worst case is set aside, to be sure",
    plant: withReserve((endpoint, request, registry) => 2n * registry.reserve(endpoint, request)),
  },
  {
    ...reserving,
    id: "billing.untold-thoughts-unreserved",
    title: "Nothing is set aside for thoughts beside the answer of a model that cannot be told to think",
    providers: ["xai"],
    plant: withReserve((endpoint, request, registry) => {
      const { reasoningWithoutTotal: _known, ...usage } = endpoint.usage;
      return registry.reserve({ ...endpoint, usage }, request);
    }),
  },
  {
    ...reserving,
    id: "billing.characters-reserved",
    title: "A token is set aside for each character of a prompt, though each of its bytes may be one",
    plant: withReserve((endpoint, request, registry) =>
      registry.reserve(endpoint, JSON.parse(JSON.stringify(request).replace(/[^ -~]/g, "x")) as ChatRequest),
    ),
  },
  {
    id: "cost.cached-sound-as-sound",
    title: "Sound that was cached costs what sound does where it has no price of its own",
    seenIn: "own",
    breaks: ["CST-03"],
    providers: ["google-ai-studio"],
    plant: withRegistry((registry) => ({
      charge: (endpoint, reading, reported) =>
        registry.charge(
          withTiers(endpoint, (tier) => {
            const { audioInput, cacheReadAudio = audioInput } = tier.rates;
            return cacheReadAudio === undefined
              ? tier
              : { ...tier, rates: { ...tier.rates, cacheReadAudio } };
          }),
          reading,
          reported,
        ),
    })),
  },
  {
    id: "cost.reported-up-to-a-dollar",
    title: "A reported price is charged up to a dollar, however much was set aside",
    seenIn: "own",
    breaks: ["CST-06"],
    providers: ["xai"],
    plant: withParts(({ wallet }) => ({
      wallet: {
        ...wallet,
        settle: (tenant, id, amount) =>
          wallet.settle(tenant, id, amount > PICO_PER_USD ? PICO_PER_USD : amount),
      },
    })),
  },
  {
    id: "cost.lines-of-the-lowest-tier",
    title: "Every line of a bill says that it is of the lowest tier",
    seenIn: "own",
    breaks: ["CST-03"],
    plant: withRecord((record) => {
      const { cost } = record;
      if (cost?.computed?.kind !== "priced") return record;
      const lines = cost.computed.lines.map((line) => ({ ...line, from: 0 }));
      return { ...record, cost: { ...cost, computed: { ...cost.computed, lines } } };
    }),
  },
  {
    id: "cost.region-of-the-newest-list-alone",
    title: "A region has its own prices in the newest list, and those of home in every earlier one",
    seenIn: "own",
    breaks: ["CST-10"],
    plant: (parts) => {
      const { source } = parts.registry;
      // The same lists, on which no region is declared.
      const bare = createRegistry({
        ...source,
        endpoints: Object.fromEntries(
          Object.entries(source.endpoints).map(([id, config]) => [id, { ...config, modifiers: [] }]),
        ),
      });
      return withPlanned((endpoint, on, registry) => {
        const newest = registry.indexes.endpoint(endpoint.id);
        const isEarlier = newest?.earlier.some(({ until }) => Date.parse(on) < Date.parse(until)) ?? false;
        const home = bare.indexes.endpoint(endpoint.id);
        if (!isEarlier || !home || endpoint.region === undefined) return endpoint;
        return { ...endpoint, tiers: asOf(home, on).tiers };
      })(parts);
    },
  },
  {
    id: "cost.rise-before-its-day",
    title: "A pinned deployment pays every rise of its region from the first day on",
    seenIn: "own",
    breaks: ["CST-10"],
    plant: (parts) => {
      const { source } = parts.registry;
      const always = createRegistry({
        ...source,
        endpoints: Object.fromEntries(
          Object.entries(source.endpoints).map(([id, config]) => [
            id,
            {
              ...config,
              modifiers: config.modifiers?.map((modifier) =>
                modifier.word === "region" ? { ...modifier, from: undefined, until: undefined } : modifier,
              ),
            },
          ]),
        ),
      });
      return withPlanned((endpoint, on) => {
        const pinned = always.indexes.endpoint(endpoint.id);
        return endpoint.region === undefined || !pinned
          ? endpoint
          : { ...endpoint, tiers: placed(asOf(pinned, on), endpoint.region).tiers };
      })(parts);
    },
  },
  {
    id: "cost.minute-of-a-change-early",
    title: "Prices change with the minute that begins before the change",
    seenIn: "own",
    breaks: ["CST-12", "CST-10", "CST-07"],
    plant: withRegistry((registry) => ({
      plan: ({ on, ...input }) =>
        registry.plan(
          on === undefined ? input : { ...input, on: new Date(Date.parse(on) + 60_000).toISOString() },
        ),
    })),
  },
];
