/**
 * Usage × tiers → money, each class once, exactly (CST-01…06). Also the worst case that PTB reserves (BIL-01).
 * @module
 */

import { USAGE_CLASSES, type Usage, type UsageClass } from "../canonical/usage.ts";
import type { Endpoint } from "../endpoint.ts";
import { type Band, bandsOf } from "./bands.ts";
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
  /** Where the tier begins that these tokens pay. Only under marginal tiers does a class have more than one line. */
  from: number;
  amount: PicoUsd;
}

/**
 * A priced call, or the classes that nothing prices. The sum of the lines is the total, always. Counts that are no
 * counts (negative, fractional, not finite, beyond 2^53 - 1) are `unpriced` with the sentence that says which.
 */
export type Cost =
  | {
      kind: "priced";
      total: PicoUsd;
      lines: CostLine[];
      tier: { from: number; boundary: "above" | "at"; shape: "whole" | "marginal" };
    }
  | { kind: "unpriced"; classes: UsageClass[]; problem?: string };

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/** The classes whose counts are none, and what they hold. */
function impossible(usage: Usage): Cost | null {
  const classes = USAGE_CLASSES.filter((name) => usage[name] !== undefined && !isCount(usage[name]));
  if (classes.length === 0) return null;
  const told = classes.map((name) => `${name} is ${String(usage[name])}`).join(", ");
  return { kind: "unpriced", classes, problem: `${told}, not a count from 0 to ${Number.MAX_SAFE_INTEGER}` };
}

/** Prices one band, each class once; what nothing prices goes to `unpriced`. */
function linesOf({ tier, usage }: Band, unpriced: UsageClass[]): CostLine[] {
  const lines: CostLine[] = [];
  for (const name of USAGE_CLASSES) {
    const count = usage[name] ?? 0;
    if (count === 0) continue;
    const found = rateOf(tier, name);
    if (found)
      lines.push({ class: name, count, ...found, from: tier.from, amount: found.rate * BigInt(count) });
    else unpriced.push(name);
  }
  return lines;
}

/**
 * Prices usage at an endpoint, at the prices that it holds (see `asOf`). One request is charged one `request` fee where
 * the endpoint declares it. Never throws.
 * @example price(endpoint, { input: 600, cacheRead: 400, output: 100 })
 */
export function price(endpoint: Pick<Endpoint, "tiers" | "free">, usage: Usage): Cost {
  const wrong = impossible(usage);
  if (wrong) return wrong;
  if (endpoint.tiers.length === 0) return { kind: "unpriced", classes: Object.keys(usage) as UsageClass[] };
  const { from, boundary, shape, rates } = chooseTier(endpoint.tiers, usage);
  const tier = { from, boundary, shape };
  if (endpoint.free) return { kind: "priced", total: 0n, lines: [], tier };
  const billed = rates.request === undefined ? usage : { request: 1, ...usage };
  const unpriced: UsageClass[] = [];
  const lines = bandsOf(endpoint.tiers, billed).flatMap((band) => linesOf(band, unpriced));
  if (unpriced.length > 0) return { kind: "unpriced", classes: [...new Set(unpriced)] };
  return { kind: "priced", total: lines.reduce((sum, line) => sum + line.amount, 0n), lines, tier };
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
