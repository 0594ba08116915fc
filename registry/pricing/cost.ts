/**
 * Usage × tiers → money, each class once, exactly (CST-01…06). Also the worst case that PTB reserves (BIL-01).
 * @module
 */

import type { PriceWords } from "../canonical/price-words.ts";
import {
  COMPLETION_CLASSES,
  PROMPT_CLASSES,
  USAGE_CLASSES,
  type Usage,
  type UsageClass,
} from "../canonical/usage.ts";
import type { Endpoint } from "../endpoint.ts";
import { type Band, bandsOf } from "./bands.ts";
import { type CompiledModifier, chooseModifiers, modifiedTier } from "./modifiers/compile.ts";
import type { PicoUsd } from "./money.ts";
import { type CompiledTier, chooseTier, rateOf, reachedBy } from "./tiers.ts";

/** What pricing reads of an endpoint. */
export type Priced = Pick<Endpoint, "tiers" | "free"> & Partial<Pick<Endpoint, "modifiers">>;

/** One line of a bill. */
export interface CostLine {
  /** The endpoint of another model inside the answer; absent for the answering one. */
  endpoint?: string;
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
      /** What changed the price list: `service_tier priority`. */
      modifiers?: string[];
    }
  | { kind: "unpriced"; classes: UsageClass[]; words?: string[]; problem?: string };

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

const noPrice = (words: string[], problem: string): Cost => ({
  kind: "unpriced",
  classes: [],
  words,
  problem,
});

/** The tiers under the modifiers that hold for the answer, or why there is no price. */
function tiersFor(
  tiers: readonly CompiledTier[],
  modifiers: readonly CompiledModifier[],
  usage: Usage,
): CompiledTier[] | { problem: string } {
  const { from } = chooseTier(tiers, usage);
  const short = modifiers.find(({ baseTierOnly }) => baseTierOnly && from > 0);
  if (short) return { problem: `${short.name} has no price in the tier from ${from} tokens` };
  const changed = tiers.map((tier) => modifiedTier(tier, modifiers));
  const exact = changed.filter((tier) => tier !== null);
  if (exact.length < changed.length)
    return { problem: `${modifiers.map(({ name }) => name).join(" and ")} gives no whole price` };
  return exact;
}

/** Prices usage by a price list as it stands. */
function priceBy(tiers: readonly CompiledTier[], usage: Usage): Cost {
  const { from, boundary, shape, rates } = chooseTier(tiers, usage);
  const billed = rates.request === undefined ? usage : { request: 1, ...usage };
  const unpriced: UsageClass[] = [];
  const lines = bandsOf(tiers, billed).flatMap((band) => linesOf(band, unpriced));
  if (unpriced.length > 0) return { kind: "unpriced", classes: [...new Set(unpriced)] };
  const total = lines.reduce((sum, line) => sum + line.amount, 0n);
  return { kind: "priced", total, lines, tier: { from, boundary, shape } };
}

/**
 * Prices usage at an endpoint, at the prices that it holds (see `asOf`, `placed`), under what the answer says about its
 * price. One request is charged one `request` fee where the endpoint declares it. Never throws.
 * @example price(endpoint, { input: 600, cacheRead: 400, output: 100 }, { service_tier: "priority" })
 */
export function price(endpoint: Priced, usage: Usage, words: PriceWords = {}): Cost {
  const wrong = impossible(usage);
  if (wrong) return wrong;
  if (endpoint.tiers.length === 0) return { kind: "unpriced", classes: Object.keys(usage) as UsageClass[] };
  const chosen = chooseModifiers(endpoint.modifiers ?? [], usage, words);
  if (!chosen.ok) return noPrice(chosen.words, `no price for ${chosen.words.join(", ")}`);
  if (endpoint.free) {
    const { from, boundary, shape } = chooseTier(endpoint.tiers, usage);
    return { kind: "priced", total: 0n, lines: [], tier: { from, boundary, shape } };
  }
  const { modifiers } = chosen;
  if (modifiers.length === 0) return priceBy(endpoint.tiers, usage);
  const names = modifiers.map(({ name }) => name);
  const tiers = tiersFor(endpoint.tiers, modifiers, usage);
  if (!Array.isArray(tiers)) return noPrice(names, tiers.problem);
  const cost = priceBy(tiers, usage);
  return cost.kind === "priced" ? { ...cost, modifiers: names } : cost;
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
  // Stryker disable next-line EqualityOperator: of two equal amounts either is the larger
  if (a > b) return a;
  return b;
}

const highest = (tier: CompiledTier, classes: readonly UsageClass[]): PicoUsd =>
  classes.map((name) => rateOf(tier, name)?.rate ?? 0n).reduce(larger, 0n);

/** The most that the bounds can cost by a price list: each at the dearest rate of any tier that they can reach. */
function mostBy(tiers: readonly CompiledTier[], bounds: WorstCase): PicoUsd {
  const completion = BigInt(bounds.completionTokens + bounds.extraReasoningTokens);
  return tiers
    .filter((tier) => reachedBy(tier, bounds.promptTokens))
    .map(
      (tier) =>
        highest(tier, PROMPT_CLASSES) * BigInt(bounds.promptTokens) +
        highest(tier, COMPLETION_CLASSES) * completion +
        (tier.rates.request ?? 0n),
    )
    .reduce(larger, 0n);
}

/** Every combination in which modifiers can hold for one answer: of each word one or none, and all that thinking brings. */
function combinationsOf(possible: readonly CompiledModifier[]): CompiledModifier[][] {
  const words = [...new Set(possible.map(({ word }) => word))];
  return words.reduce<CompiledModifier[][]>(
    (combinations, word) => {
      const own = possible.filter((modifier) => modifier.word === word);
      const choices = word === "thinking" ? [[], own] : [[], ...own.map((modifier) => [modifier])];
      return combinations.flatMap((before) => choices.map((choice) => [...before, ...choice]));
    },
    [[]],
  );
}

/** The tiers in which the provider sells what the modifiers are for. */
const sold = (
  tiers: readonly CompiledTier[],
  modifiers: readonly CompiledModifier[],
): readonly CompiledTier[] =>
  modifiers.some(({ baseTierOnly }) => baseTierOnly) ? tiers.slice(0, 1) : tiers;

/**
 * The most a call can cost (BIL-01): the bounds at the dearest rates of the list, and of what the request may be served
 * as. Thinking may always be.
 * @param served may the answer come under this modifier?
 */
export function worstCase(
  endpoint: Priced,
  bounds: WorstCase,
  served: (modifier: CompiledModifier) => boolean = () => false,
): PicoUsd {
  if (endpoint.free) return 0n;
  const { tiers, modifiers = [] } = endpoint;
  const possible = modifiers.filter((modifier) => modifier.word === "thinking" || served(modifier));
  // Factors stack, and some make cheaper: the dearest combination is what counts.
  return combinationsOf(possible)
    .map((list) => sold(tiers, list).map((tier) => modifiedTier(tier, list) ?? tier))
    .map((list) => mostBy(list, bounds))
    .reduce(larger, 0n);
}
