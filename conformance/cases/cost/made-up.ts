/**
 * Price lists that no provider here has yet, put on an endpoint of the provider under test: the other reading of a
 * boundary, several tiers, marginal tiers, inheritance (CST-02), and every class with a price of its own (CST-03).
 * @module
 */

import type { Endpoint } from "../../../registry/endpoint.ts";
import type { RegistrySource } from "../../../registry/index.ts";
import { isObject, type JsonObject } from "../../../registry/json.ts";
import { above, at, base, marginal } from "../../../registry/pricing/tiers.ts";
import type { EndpointConfig, Tier } from "../../../registry/schema.ts";
import type { Case } from "../../engine/case.ts";
import type { AnyCaseContext } from "../../engine/context.ts";
import { picoOfUsd } from "../../oracle/exact.ts";
import { type Counts, expectedCost } from "../../oracle/price.ts";
import { billFor, checkAmount, DEEP_POCKETS } from "../_shared/bill.ts";
import { classesOf } from "../_shared/support.ts";

/** An endpoint of the provider, its first paid one unless told, changed, and its others as they are: few are quickly built. */
export function reshaped(
  { endpoint: pick, registry: { source } }: AnyCaseContext,
  change: (config: EndpointConfig) => EndpointConfig,
  endpoint = pick((candidate) => !candidate.free && candidate.deployment === "default"),
): { endpoint: Endpoint; data: RegistrySource } {
  const id = `${endpoint.model}:${endpoint.provider}`;
  const config = source.endpoints[id];
  if (!config) throw new Error(`${id} is not written anywhere`);
  const own = Object.entries(source.endpoints).filter(([key]) => key.endsWith(`:${endpoint.provider}`));
  return { endpoint, data: { ...source, endpoints: { ...Object.fromEntries(own), [id]: change(config) } } };
}

const LOW = base({ input: "1.5", cacheRead: "0.25", output: "6" });
const HIGH = { input: "3.1", cacheRead: "0.7", output: "7.3" };
const EVIDENCE = "made up for this case";
const PROMPT_ONLY = { inherits: ["output"] } as const;
const { output: _same, ...HIGH_PROMPT } = HIGH;

const LISTS: Readonly<Record<string, readonly Tier[]>> = {
  above: [LOW, above(1000, HIGH, EVIDENCE)],
  at: [LOW, at(1000, HIGH, EVIDENCE)],
  "two tiers": [
    LOW,
    above(500, HIGH, EVIDENCE),
    at(1000, { input: "9", cacheRead: "4", output: "11" }, EVIDENCE),
  ],
  "input only": [LOW, above(1000, { input: "3.1" }, EVIDENCE, { inherits: ["cacheRead", "output"] })],
  "fresh tokens count": [LOW, above(1000, HIGH, EVIDENCE, { basis: ["input"] })],
  "marginal above": [LOW, marginal(above(1000, HIGH_PROMPT, EVIDENCE, PROMPT_ONLY))],
  "marginal at": [LOW, marginal(at(1000, HIGH_PROMPT, EVIDENCE, PROMPT_ONLY))],
  "two marginal": [
    LOW,
    marginal(above(500, HIGH_PROMPT, EVIDENCE, PROMPT_ONLY)),
    marginal(above(1000, { input: "9", cacheRead: "4" }, EVIDENCE, PROMPT_ONLY)),
  ],
};

const thresholdsOf = (tiers: readonly Tier[]): number[] => tiers.slice(1).map(({ from }) => from);

/** Usage with modality and cache-write details, on the wires that share OpenAI's names for them. */
function withDetails(usage: JsonObject, details: Readonly<Record<string, JsonObject>>): JsonObject {
  const merged = Object.entries(details).map(([name, more]): [string, JsonObject] => {
    const had = usage[name];
    return [name, { ...(isObject(had) ? had : {}), ...more }];
  });
  return { ...usage, ...Object.fromEntries(merged) };
}

export const madeUpCases: readonly Case[] = [
  {
    id: "cost.made-up.tiers",
    area: "cost",
    title: "Tiers above and at, whole and marginal, several, inheriting: each price list is read as it says",
    why: "the next provider brings the reading that today's price lists do not have",
    requirements: ["CST-02"],
    run: async (context) => {
      for (const [name, tiers] of context.sample(Object.entries(LISTS))) {
        const { endpoint, data } = reshaped(context, (config) => ({ ...config, pricing: [...tiers] }));
        const session = await context.open({ deposit: DEEP_POCKETS, data });
        const around = thresholdsOf(tiers).flatMap((from) => [from - 1, from, from + 1]);
        for (const prompt of context.sample(around, { least: 2 })) {
          for (const cached of [0, 400]) {
            const told = { prompt, cached, completion: 10 };
            const counts: Counts = classesOf(context.wire, told);
            const usage = context.wire.usage(told);
            const bill = await billFor(context, session, endpoint, usage);
            const label = `${name}, ${prompt} tokens, ${cached} of them cached`;
            checkAmount(context, "CST-02", label, bill, expectedCost(tiers, counts));
          }
        }
      }
    },
  },
  {
    id: "cost.made-up.classes",
    area: "cost",
    title: "Audio, images and cache writes pay their own prices where they have one",
    why: "audio at the text price is an eighth of the bill",
    requirements: ["CST-03"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const rates = { input: "0.6", cacheWrite5m: "0.75", audioInput: "10", imageInput: "2", output: "2.4" };
      const pricing = [base({ ...rates, audioOutput: "20" })];
      const { endpoint, data } = reshaped(context, (config) => ({ ...config, pricing }));
      const session = await context.open({ deposit: DEEP_POCKETS, data });
      const spoken = withDetails(context.wire.usage({ prompt: 15, completion: 47 }), {
        completion_tokens_details: { audio_tokens: 34 },
      });
      const answer = await billFor(context, session, endpoint, spoken);
      // 15 × 0.6 + 13 × 2.4 + 34 × 20 = 9 + 31.2 + 680 millionths.
      checkAmount(context, "CST-03", "spoken answer", answer, picoOfUsd("0.0007202"));
      const mixed = withDetails(context.wire.usage({ prompt: 100, completion: 10 }), {
        prompt_tokens_details: { audio_tokens: 20, image_tokens: 30, cache_write_tokens: 40 },
      });
      const prompt = await billFor(context, session, endpoint, mixed);
      // 10 × 0.6 + 40 × 0.75 + 20 × 10 + 30 × 2 + 10 × 2.4 = 6 + 30 + 200 + 60 + 24 millionths.
      checkAmount(context, "CST-03", "mixed prompt", prompt, picoOfUsd("0.00032"));
    },
  },
  {
    id: "cost.made-up.free",
    area: "cost",
    title: "An endpoint that is declared free costs nothing, whatever was used",
    why: "a smallest charge, or the price of a neighbour, turns free into a bill",
    requirements: ["CST-04"],
    run: async (context) => {
      const pricing = [base({ input: "0", output: "0" })];
      const { endpoint, data } = reshaped(context, (config) => ({ ...config, free: true, pricing }));
      const session = await context.open({ deposit: DEEP_POCKETS, data });
      for (const prompt of [1, 1_000_000]) {
        const usage = context.wire.usage({ prompt, completion: 1000 });
        const bill = await billFor(context, session, endpoint, usage);
        checkAmount(context, "CST-04", `${prompt} tokens`, bill, 0n);
      }
    },
  },
];
