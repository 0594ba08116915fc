/**
 * Broken prices and sums (CST).
 * @module
 */

import type { Usage } from "../../registry/canonical/usage.ts";
import type { Endpoint } from "../../registry/endpoint.ts";
import type { Registry } from "../../registry/index.ts";
import { type Charge, REPORTED_ALLOWANCE } from "../../registry/pricing/charge.ts";
import { mapTiers } from "../../registry/pricing/periods.ts";
import type { CompiledTier } from "../../registry/pricing/tiers.ts";
import type { Rates, Tier } from "../../registry/schema.ts";
import type { Plant } from "../targets/reference.ts";
import { declaredDefects } from "./cost-declared.ts";
import { wordDefects } from "./cost-words.ts";
import type { Defect } from "./defect.ts";
import { withRegistry, withSource } from "./plants.ts";

/** What is billed differs from what was used. */
const withBilled = (change: (usage: Usage, endpoint: Endpoint) => Usage): Plant =>
  withRegistry((registry) => ({
    charge: (endpoint, reading, reported) =>
      registry.charge(
        endpoint,
        reading.kind === "known" ? { ...reading, usage: change(reading.usage, endpoint) } : reading,
        reported,
      ),
  }));

/** The price list is read differently when it comes to billing. */
const withTiers = (change: (tiers: CompiledTier[]) => CompiledTier[]): Plant =>
  withRegistry((registry) => ({
    charge: (endpoint, reading, reported) =>
      registry.charge({ ...endpoint, tiers: change(endpoint.tiers) }, reading, reported),
  }));

const onThresholds = (change: (tier: CompiledTier, base: CompiledTier) => CompiledTier): Plant =>
  withTiers((tiers) => {
    const [base] = tiers;
    return tiers.map((tier, i) => (base && i > 0 ? change(tier, base) : tier));
  });

/** The sum comes out differently. */
const withAmount = (change: (charge: Charge, usage: Usage) => bigint): Plant =>
  withRegistry((registry) => ({
    charge: (endpoint, reading, reported) => {
      const charge = registry.charge(endpoint, reading, reported);
      return { ...charge, amount: change(charge, reading.kind === "known" ? reading.usage : {}) };
    },
  }));

const withReported = (change: (reported: unknown) => unknown): Plant =>
  withRegistry((registry) => ({
    charge: (endpoint, reading, reported) => registry.charge(endpoint, reading, change(reported)),
  }));

/** Prices of the data files changed before the registry is built. */
const withPrices = (change: (rates: Rates, endpoint: string) => Rates): Plant =>
  withSource((source) => ({
    ...source,
    endpoints: Object.fromEntries(
      Object.entries(source.endpoints).map(([id, config]) => [
        id,
        {
          ...config,
          pricing: mapTiers(
            config.pricing,
            (tier) => ({ ...tier, usdPerMillion: change(tier.usdPerMillion, id) }) as Tier,
          ),
        },
      ]),
    ),
  }));

const linesOf = ({ computed }: Charge) => (computed?.kind === "priced" ? computed.lines : []);

/** The known endpoint whose id a name begins with: what a lookup by prefix finds. */
function neighbourOf(registry: Registry, { provider, providerModelId }: Endpoint): Endpoint | undefined {
  return registry.indexes
    .endpointsOfProvider(provider)
    .find((known) => providerModelId.startsWith(known.providerModelId.slice(0, 8)));
}

const sumOf = (usage: Usage): number => Object.values(usage).reduce((total, count) => total + count, 0);

export const costDefects: readonly Defect[] = [
  {
    id: "cost.cached-billed-twice",
    title: "Cached tokens pay the full input price and the cache price",
    seenIn: "BerriAI/litellm#14849, BerriAI/litellm#6215",
    breaks: ["CST-03"],
    plant: withBilled((usage) => ({ ...usage, input: (usage.input ?? 0) + (usage.cacheRead ?? 0) })),
  },
  {
    id: "cost.cached-free",
    title: "Cached tokens are not billed",
    seenIn: "own",
    breaks: ["CST-03", "CST-04"],
    plant: withBilled(({ cacheRead: _free, ...rest }) => rest),
  },
  {
    id: "cost.missing-price-is-zero",
    title: "A class without a price of its own is free",
    seenIn: "BerriAI/litellm#37661, router-for-me/CLIProxyAPIHome#20",
    breaks: ["CST-03"],
    plant: withBilled((usage, { tiers }) =>
      Object.fromEntries(
        Object.entries(usage).filter(([name]) => Object.hasOwn(tiers[0]?.rates ?? {}, name)),
      ),
    ),
  },
  {
    id: "cost.reasoning-free",
    title: "Reasoning tokens are not billed",
    seenIn: "diegosouzapw/OmniRoute#9212",
    breaks: ["CST-03", "CST-04"],
    plant: withBilled(({ reasoning: _free, ...rest }) => rest),
  },
  {
    id: "cost.reasoning-billed-twice",
    title: "Reasoning tokens are billed as text as well",
    seenIn: "vercel/ai#11536",
    breaks: ["CST-03"],
    plant: withBilled((usage) => ({ ...usage, output: (usage.output ?? 0) + (usage.reasoning ?? 0) })),
  },
  {
    id: "cost.prices-tenfold",
    title: "Every price of the data is ten times too high",
    seenIn: "BerriAI/litellm#38015",
    breaks: ["CST-01"],
    plant: withPrices(
      (rates) =>
        Object.fromEntries(
          Object.entries(rates).map(([name, text]) => [name, (Number(text) * 10).toFixed(6)]),
        ) as Rates,
    ),
  },
  {
    id: "cost.one-price-mistyped",
    title: "Two digits of one price of one endpoint are swapped",
    seenIn: "own",
    breaks: ["CST-01"],
    plant: withPrices((rates, id) => (id === "gpt-oss-20b:deepinfra" ? { ...rates, output: "0.41" } : rates)),
  },
  {
    id: "cost.unit-error",
    title: "Per million is taken for per thousand",
    seenIn: "BerriAI/litellm#38167, getsentry/sentry#94907",
    breaks: ["CST-01"],
    plant: withAmount(({ amount }) => amount * 1000n),
  },
  {
    id: "cost.float-money",
    title: "The lines are summed in binary floats",
    seenIn: "BerriAI/litellm#37407",
    breaks: ["CST-01", "CST-04"],
    plant: withAmount((charge) => {
      const usd = linesOf(charge).reduce((sum, line) => sum + Number(line.amount) / 1e12, 0);
      return BigInt(Math.floor(usd * 1e12));
    }),
  },
  {
    id: "cost.rounded-per-call",
    title: "Each charge is rounded down to a millionth of a dollar",
    seenIn: "own",
    breaks: ["CST-01", "CST-04"],
    plant: withAmount(({ amount }) => (amount / 1_000_000n) * 1_000_000n),
  },
  {
    id: "cost.minimum-charge",
    title: "Nothing costs less than a tenth of a cent",
    seenIn: "own",
    breaks: ["CST-04"],
    plant: withAmount(({ amount }) => (amount < 1_000_000_000n ? 1_000_000_000n : amount)),
  },
  {
    id: "cost.free-has-a-fee",
    title: "Endpoints that are declared free pay a fee for each token",
    seenIn: "own",
    breaks: ["CST-04"],
    plant: withRegistry((registry) => ({
      charge: (endpoint, reading, reported) => {
        const charge = registry.charge(endpoint, reading, reported);
        const fee = reading.kind === "known" && endpoint.free ? BigInt(sumOf(reading.usage)) : 0n;
        return { ...charge, amount: charge.amount + fee };
      },
    })),
  },
  {
    id: "cost.volume-discount",
    title: "Beyond some tokens the whole request is suddenly cheaper",
    seenIn: "own",
    breaks: ["CST-04"],
    plant: withAmount(({ amount }, usage) => (sumOf(usage) > 8000 ? amount / 4n : amount)),
  },
  {
    id: "cost.tier-at-boundary",
    title: "The higher price begins at the boundary instead of above it",
    seenIn: "BerriAI/litellm#40174",
    breaks: ["CST-02"],
    plant: onThresholds((tier) => ({ ...tier, boundary: tier.boundary === "above" ? "at" : "above" })),
  },
  {
    id: "cost.tier-from-uncached",
    title: "Cached tokens do not count toward the boundary",
    seenIn: "BerriAI/litellm#30207, synthetic-sciences/openscience#121",
    breaks: ["CST-02"],
    plant: onThresholds((tier) => ({ ...tier, basis: ["input"] })),
  },
  {
    id: "cost.tier-from-total",
    title: "The answer counts toward the boundary as well",
    seenIn: "own",
    breaks: ["CST-02"],
    plant: onThresholds((tier) => ({ ...tier, basis: [...tier.basis, "output", "reasoning"] })),
  },
  {
    id: "cost.tier-input-only",
    title: "The higher tier reprices the input and nothing else",
    seenIn: "BerriAI/litellm#11049, theopenco/llmgateway#1188",
    breaks: ["CST-02"],
    plant: onThresholds((tier, base) => ({
      ...tier,
      rates: { ...base.rates, ...(tier.rates.input === undefined ? {} : { input: tier.rates.input }) },
    })),
  },
  {
    id: "cost.tier-ignored",
    title: "Every prompt pays the base price",
    seenIn: "BerriAI/litellm#30135",
    breaks: ["CST-02"],
    plant: withTiers((tiers) => tiers.slice(0, 1)),
  },
  {
    id: "cost.marginal-as-whole",
    title: "A marginal tier reprices the whole request",
    seenIn: "own",
    breaks: ["CST-02"],
    plant: onThresholds((tier) => ({ ...tier, shape: "whole" })),
  },
  {
    id: "cost.whole-as-marginal",
    title: "A tier for the whole request reprices only what lies beyond it",
    seenIn: "own",
    breaks: ["CST-02"],
    plant: onThresholds((tier) => ({ ...tier, shape: "marginal" })),
  },
  {
    id: "cost.tier-inherits-nothing",
    title: "A class that a tier leaves as it is pays the input price there",
    seenIn: "own",
    breaks: ["CST-02"],
    plant: onThresholds((tier, base) => ({
      ...tier,
      rates: Object.fromEntries(
        Object.entries(tier.rates).filter(
          ([name, rate]) => name === "output" || rate !== base.rates[name as keyof Rates],
        ),
      ),
    })),
  },
  {
    id: "cost.media-at-text-price",
    title: "Audio and images pay the price of text",
    seenIn: "BerriAI/litellm#31142, BerriAI/litellm#19500",
    breaks: ["CST-03"],
    plant: withTiers((tiers) =>
      tiers.map((tier) => {
        const { audioInput, imageInput, audioOutput, imageOutput, ...rates } = tier.rates;
        return { ...tier, rates };
      }),
    ),
  },
  {
    id: "cost.negative-price",
    title: "Negative prices are accepted",
    seenIn: "mozilla-ai/any-llm#844",
    breaks: ["CST-04", "REG-05"],
    plant: withPrices(
      (rates) => Object.fromEntries(Object.entries(rates).map(([name, text]) => [name, `-${text}`])) as Rates,
    ),
  },
  ...declaredDefects,
  ...wordDefects,
  {
    id: "cost.neighbour-price",
    title: "An unknown model pays the price of one whose name begins alike",
    seenIn: "ccusage/ccusage#934, defog-ai/defog#273",
    breaks: ["CST-05"],
    plant: withRegistry((registry) => ({
      charge: (endpoint, reading, reported) => {
        const neighbour = endpoint.tiers.length > 0 ? endpoint : neighbourOf(registry, endpoint);
        return registry.charge(neighbour ?? endpoint, reading, reported);
      },
    })),
  },
  {
    id: "cost.neighbour-sold",
    title: "An unknown model is sold on the platform key at some listed model's price",
    seenIn: "planetf1/otelite#112",
    breaks: ["CST-05"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const plan = registry.plan(input);
        const provider = input.request.model.split("/").at(-1) ?? "";
        const [neighbour] = registry.indexes.endpointsOfProvider(provider);
        if (plan.ok || !neighbour) return plan;
        const model = `${neighbour.model}/${provider}`;
        return registry.plan({ ...input, request: { ...input.request, model } });
      },
    })),
  },
  {
    id: "cost.reported-ignored",
    title: "The provider's own price is not read",
    seenIn: "own",
    breaks: ["CST-06"],
    plant: withReported(() => null),
  },
  {
    id: "cost.reported-zero-is-absent",
    title: "A reported price of 0 is taken for none",
    seenIn: "own",
    breaks: ["CST-06"],
    plant: withReported((reported) => reported || null),
  },
  {
    id: "cost.reported-text-accepted",
    title: "A reported price is taken in any form",
    seenIn: "own",
    breaks: ["CST-06"],
    plant: withReported((reported) => (typeof reported === "string" ? Number(reported) : reported)),
  },
  {
    id: "cost.reported-negative-accepted",
    title: "A negative price is taken for a positive one",
    seenIn: "mozilla-ai/any-llm#844",
    breaks: ["CST-06"],
    plant: withReported((reported) => (typeof reported === "number" ? Math.abs(reported) : reported)),
  },
  {
    id: "cost.reported-absurd-accepted",
    title: "Any number is taken for a price, however large",
    seenIn: "own",
    breaks: ["CST-06"],
    plant: withRegistry((registry) => ({
      charge: (endpoint, reading, reported) => {
        const charge = registry.charge(endpoint, reading, reported);
        if (typeof reported !== "number" || reported < 1_000_000) return charge;
        const amount = BigInt(Math.trunc(reported)) * 1_000_000_000_000n;
        return { ...charge, amount, counted: "reported", reported: amount };
      },
    })),
  },
  {
    id: "cost.reported-unbounded",
    title: "A provider's own price is charged whatever was set aside",
    seenIn: "own",
    breaks: ["CST-06"],
    plant: withRegistry((registry) => ({
      charge: (endpoint, reading, reported) => {
        const charge = registry.charge(endpoint, reading, reported);
        // The bound holds for reported prices alone.
        return charge.amount > REPORTED_ALLOWANCE ? { ...charge, counted: "computed" } : charge;
      },
    })),
  },
  {
    id: "cost.reported-not-kept",
    title: "Where the provider's price counts, ours is thrown away",
    seenIn: "own",
    breaks: ["CST-06"],
    plant: withRegistry((registry) => ({
      charge: (endpoint, reading, reported) => {
        const charge = registry.charge(endpoint, reading, reported);
        return charge.counted === "reported" ? { ...charge, computed: null } : charge;
      },
    })),
  },
];
