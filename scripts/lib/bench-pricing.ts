/**
 * What is measured of pricing: one usage at a time, at real endpoints and at the dearest kind of price list.
 * @module
 */
import { readUsage } from "../../registry/apis/openai-chat/usage.ts";
import { TOKEN_CLASSES, type Usage } from "../../registry/canonical/usage.ts";
import type { Endpoint } from "../../registry/endpoint.ts";
import type { Registry } from "../../registry/index.ts";
import { above, base, compileTiers, marginal } from "../../registry/pricing/tiers.ts";
import type { Subject } from "./bench.ts";

/** "Pricing one usage takes under 20 microseconds." */
const LIMIT_US = 20;

/** A thousand usages, so that no result can be remembered. */
const usages: Usage[] = Array.from({ length: 1000 }, (_, i) => ({
  input: 100 + i * 331,
  cacheRead: i * 17,
  output: 50 + i,
  reasoning: i * 3,
}));
const usageAt = (i: number): Usage => usages[i % usages.length] ?? {};

/** The same sum in binary floats, with everything looked up beforehand: as fast, and as wrong, as it can be done. */
export const floatBaseline: Subject = {
  name: "baseline: one tier in binary floats",
  run: (i) => {
    const { input = 0, cacheRead = 0, output = 0, reasoning = 0 } = usageAt(i);
    const high = input + cacheRead > 272_000;
    return (input * (high ? 5 : 2.5) + cacheRead * 0.25 + (output + reasoning) * 15) / 1e6;
  },
};

function endpointOf(registry: Registry, id: string): Endpoint {
  const found = registry.indexes.endpoint(id);
  if (!found) throw new Error(`the benchmark prices ${id}, which is not there`);
  return found;
}

/** Every class, three marginal tiers: the most lines that a bill can have. */
function dearest(like: Endpoint): Endpoint {
  const prompt = { input: "2", cacheRead: "0.2" };
  const keep = { inherits: ["output", "reasoning"] } as const;
  const tier = (from: number) => marginal(above(from, prompt, "benchmark", keep));
  const tiers = [
    base({ input: "1", cacheRead: "0.1", output: "5", reasoning: "6" }),
    tier(1000),
    tier(10_000),
    tier(100_000),
  ];
  return { ...like, tiers: compileTiers(tiers), earlier: [] };
}

const raw = {
  prompt_tokens: 4000,
  completion_tokens: 1600,
  total_tokens: 5600,
  prompt_tokens_details: { cached_tokens: 1000 },
  completion_tokens_details: { reasoning_tokens: 600 },
};

/** The subjects, cheapest first. */
export function pricingSubjects(registry: Registry): Subject[] {
  const flat = endpointOf(registry, "gpt-4o:openai");
  const tiered = endpointOf(registry, "gpt-5.4:openai");
  const bands = dearest(tiered);
  const everything: Usage = Object.fromEntries(TOKEN_CLASSES.map((name, i) => [name, 1000 + i]));
  return [
    { name: "price, flat", run: (i) => registry.price(flat, usageAt(i)), limitUs: LIMIT_US },
    { name: "price, tiered", run: (i) => registry.price(tiered, usageAt(i)), limitUs: LIMIT_US },
    {
      name: "price, tiered, as of a day",
      run: (i) => registry.price(tiered, usageAt(i), "2026-12-01"),
      limitUs: LIMIT_US,
    },
    { name: "price, every class", run: () => registry.price(tiered, everything), limitUs: LIMIT_US },
    { name: "price, three marginal tiers", run: (i) => registry.price(bands, usageAt(i)), limitUs: LIMIT_US },
    {
      name: "read a provider's usage and charge it",
      run: () => registry.charge(tiered, readUsage(raw, tiered.usage), null),
      limitUs: LIMIT_US,
    },
  ];
}
