/**
 * Usage × tiers → money, each class once, exactly (CST-01…06). Also the worst case that PTB reserves (BIL-01).
 * @module
 */
import type { Endpoint } from "../endpoint.ts";
import { USAGE_CLASSES, type Usage, type UsageClass } from "../usage.ts";
import type { PicoUsd } from "./money.ts";
import { type CompiledTier, chooseTier, rateOf } from "./tiers.ts";

/** One line of a bill. */
export interface CostLine {
  class: UsageClass;
  count: number;
  /** Pico-USD per token or per use. */
  rate: PicoUsd;
  /** The class whose price was taken; differs from `class` where the fallback rule applied. */
  pricedAs: UsageClass;
  amount: PicoUsd;
}

/** A priced call, or the classes that nothing prices. The sum of the lines is the total, always. */
export type Cost =
  | { kind: "priced"; total: PicoUsd; lines: CostLine[]; tier: { from: number; boundary: "above" | "at" } }
  | { kind: "unpriced"; classes: UsageClass[] };

/**
 * Prices usage at an endpoint. One request is charged one `request` fee where the endpoint declares it.
 * @example price(endpoint, { input: 600, cacheRead: 400, output: 100 })
 */
export function price(endpoint: Pick<Endpoint, "tiers" | "free">, usage: Usage): Cost {
  if (endpoint.tiers.length === 0) return { kind: "unpriced", classes: Object.keys(usage) as UsageClass[] };
  const tier = chooseTier(endpoint.tiers, usage);
  const where = { from: tier.from, boundary: tier.boundary };
  if (endpoint.free) return { kind: "priced", total: 0n, lines: [], tier: where };
  const billed = tier.rates.request === undefined ? usage : { request: 1, ...usage };
  const lines: CostLine[] = [];
  const unpriced: UsageClass[] = [];
  for (const name of USAGE_CLASSES) {
    const count = billed[name] ?? 0;
    if (count === 0) continue;
    const found = rateOf(tier, name);
    if (!found) unpriced.push(name);
    else lines.push({ class: name, count, ...found, amount: found.rate * BigInt(count) });
  }
  if (unpriced.length > 0) return { kind: "unpriced", classes: unpriced };
  return { kind: "priced", total: lines.reduce((sum, line) => sum + line.amount, 0n), lines, tier: where };
}

/** The bounds that a request sets on what an answer can cost. */
export interface WorstCase {
  /** The most prompt tokens the request can become. */
  promptTokens: number;
  /** The most completion tokens, over all choices. */
  completionTokens: number;
  /** The most reasoning tokens that come on top of those; 0 where reasoning counts as completion. */
  extraReasoningTokens: number;
}

function larger(a: PicoUsd, b: PicoUsd): PicoUsd {
  if (a > b) return a;
  return b;
}

const highest = (tier: CompiledTier, classes: readonly UsageClass[]): PicoUsd =>
  classes.map((name) => rateOf(tier, name)?.rate ?? 0n).reduce(larger, 0n);

/**
 * The most a call can cost: each bound at the dearest rate of any tier that the bound can reach (BIL-01).
 */
export function worstCase(endpoint: Pick<Endpoint, "tiers" | "free">, bounds: WorstCase): PicoUsd {
  if (endpoint.free) return 0n;
  const amounts = endpoint.tiers
    .filter((tier) => tier.from <= bounds.promptTokens)
    .map(
      (tier) =>
        highest(tier, ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "audioInput", "imageInput"]) *
          BigInt(bounds.promptTokens) +
        highest(tier, ["output", "reasoning", "audioOutput", "imageOutput"]) *
          BigInt(bounds.completionTokens + bounds.extraReasoningTokens) +
        (tier.rates.request ?? 0n),
    );
  return amounts.reduce(larger, 0n);
}
