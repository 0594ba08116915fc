/**
 * What usage costs, worked out from the price list as it is written: decimal strings, token by token. Shares no code
 * with the registry's pricing; only the written data is the same.
 * @module
 */
import { type Fraction, fraction, ofCount, picoOf, plus, times, ZERO } from "./fraction.ts";

/** Token counts by class, as recordings expect them. */
export type Counts = Readonly<Record<string, number | undefined>>;

type Prices = Readonly<Record<string, string | undefined>>;

/** A tier as the registry's data files write it. */
export type WrittenTier =
  | { kind: "base"; usdPerMillion: Prices }
  | {
      kind: "threshold";
      from: number;
      boundary: "above" | "at";
      basis: readonly string[];
      shape: "whole" | "marginal";
      usdPerMillion: Prices;
    };

/** Prices as written: always the same, or by period. */
export type WrittenPricing =
  | readonly WrittenTier[]
  | readonly { from: string; tiers: readonly WrittenTier[] }[];

/** Whose price a class without one pays: it never becomes free (CST-03). */
const SUBSTITUTES: Readonly<Record<string, readonly string[]>> = {
  cacheRead: ["input"],
  cacheReadAudio: ["cacheRead", "input"],
  cacheWrite5m: ["input"],
  cacheWrite1h: ["cacheWrite5m", "input"],
  audioInput: ["input"],
  imageInput: ["input"],
  reasoning: ["output"],
  audioOutput: ["output"],
  imageOutput: ["output"],
};

/** What is written in USD a use. */
const BY_THE_PIECE = ["request", "search", "fileSearch", "codeInterpreter", "maps"];

/** How a prompt lies before a marginal boundary: what the cache held, what it is to hold, what is fresh. */
const PROMPT_ORDER = [
  "cacheRead",
  "cacheReadAudio",
  "cacheWrite1h",
  "cacheWrite5m",
  "input",
  "imageInput",
  "audioInput",
];

const PER_MILLION: Fraction = { over: 1n, under: 1_000_000n };

/** The price list of a day; the last one without a day. None before the first period. */
export function listOn(pricing: WrittenPricing, day = "9999-12-31"): readonly WrittenTier[] {
  let list: readonly WrittenTier[] = [];
  for (const item of pricing) {
    if (!("tiers" in item)) return pricing as readonly WrittenTier[];
    if (item.from <= day) list = item.tiers;
  }
  return list;
}

function reachedBy(tier: WrittenTier, tokens: number): boolean {
  if (tier.kind === "base") return true;
  return tokens > tier.from || (tier.boundary === "at" && tokens === tier.from);
}

function countedTokens(tier: WrittenTier, counts: Counts): number {
  let tokens = 0;
  if (tier.kind === "threshold") for (const name of tier.basis) tokens += counts[name] ?? 0;
  return tokens;
}

const isMarginal = (tier: WrittenTier | undefined): boolean =>
  tier?.kind === "threshold" && tier.shape === "marginal";

/** The written price of a class in a tier, and whose it is: its own there or further down, else its substitute's. */
function priceText(
  tiers: readonly WrittenTier[],
  index: number,
  name: string,
): { text: string; pricedAs: string } {
  for (const candidate of [name, ...(SUBSTITUTES[name] ?? [])]) {
    for (let i = index; i >= 0; i--) {
      const text = tiers[i]?.usdPerMillion[candidate];
      if (text !== undefined) return { text, pricedAs: candidate };
    }
  }
  throw new Error(`the price list says nothing about ${name}`);
}

/** What one token, or one use, of a class costs in a tier, in USD. */
function unitPrice(tiers: readonly WrittenTier[], index: number, name: string): Fraction {
  const price = fraction(priceText(tiers, index, name).text);
  return BY_THE_PIECE.includes(name) ? price : times(price, PER_MILLION);
}

/** The index of the last tier that the request reaches. */
function topOf(tiers: readonly WrittenTier[], counts: Counts): number {
  let top = 0;
  for (const [i, tier] of tiers.entries()) if (reachedBy(tier, countedTokens(tier, counts))) top = i;
  return top;
}

/** How many tokens of each class pay which tier, as `tier/class` → count. */
function tally(tiers: readonly WrittenTier[], top: number, counts: Counts): Map<string, number> {
  let ground = top;
  while (isMarginal(tiers[ground])) ground--;
  const highest = tiers[top];
  const basis = ground < top && highest?.kind === "threshold" ? highest.basis : [];
  const found = new Map<string, number>();
  const note = (tier: number, name: string, count: number): void => {
    const key = `${tier}/${name}`;
    found.set(key, (found.get(key) ?? 0) + count);
  };
  for (const [name, count] of Object.entries(counts))
    if (count && !basis.includes(name)) note(ground, name, count);
  let place = 0;
  for (const name of PROMPT_ORDER.filter((counted) => basis.includes(counted))) {
    const paying = tiers.map(() => 0);
    for (let token = counts[name] ?? 0; token > 0; token--) {
      place++;
      let tier = ground;
      for (let i = ground + 1; i <= top; i++) {
        const candidate = tiers[i];
        if (candidate && reachedBy(candidate, place)) tier = i;
      }
      paying[tier] = (paying[tier] ?? 0) + 1;
    }
    for (const [tier, count] of paying.entries()) if (count > 0) note(tier, name, count);
  }
  return found;
}

/** How much of each class pays which tier, the fee of the request included. */
function tallied(
  tiers: readonly WrittenTier[],
  counts: Counts,
): { tier: number; name: string; count: number }[] {
  if (tiers.length === 0) throw new Error("there is no price list");
  const top = topOf(tiers, counts);
  const hasFee = tiers.slice(0, top + 1).some((tier) => tier.usdPerMillion.request !== undefined);
  return [...tally(tiers, top, hasFee ? { request: 1, ...counts } : counts)].map(([key, count]) => {
    const [tier = "", name = ""] = key.split("/");
    return { tier: Number(tier), name, count };
  });
}

/** The exact cost in USD. @throws Error when a class has neither a price nor a substitute */
export const expectedUsd = (tiers: readonly WrittenTier[], counts: Counts): Fraction =>
  tallied(tiers, counts).reduce(
    (total, { tier, name, count }) => plus(total, times(ofCount(count), unitPrice(tiers, tier, name))),
    ZERO,
  );

/** The same in pico-USD. */
export const expectedCost = (tiers: readonly WrittenTier[], counts: Counts): bigint =>
  picoOf(expectedUsd(tiers, counts));

/** A line of a bill as it must stand there; money in pico-USD. */
export interface ExpectedLine {
  class: string;
  count: number;
  rate: bigint;
  /** The class whose price was taken. */
  pricedAs: string;
  /** Where the tier begins that these tokens pay. */
  from: number;
  amount: bigint;
}

const beginOf = (tier: WrittenTier | undefined): number => (tier?.kind === "threshold" ? tier.from : 0);

/** Every line of a bill, by tier and class. */
export const expectedLines = (tiers: readonly WrittenTier[], counts: Counts): ExpectedLine[] =>
  tallied(tiers, counts)
    .map(({ tier, name, count }) => {
      const rate = picoOf(unitPrice(tiers, tier, name));
      const { pricedAs } = priceText(tiers, tier, name);
      return { class: name, count, rate, pricedAs, from: beginOf(tiers[tier]), amount: rate * BigInt(count) };
    })
    .toSorted(inOrder);

/** An order of the lines of a bill that no gateway need keep: by tier, then by the name of the class. */
export const inOrder = (
  a: Pick<ExpectedLine, "from" | "class">,
  b: Pick<ExpectedLine, "from" | "class">,
): number => a.from - b.from || (a.class < b.class ? -1 : 1);

/** The tier that a request pays, as a bill names it. */
export function expectedTier(tiers: readonly WrittenTier[], counts: Counts) {
  const tier = tiers[topOf(tiers, counts)];
  const isBase = tier?.kind !== "threshold";
  return {
    from: beginOf(tier),
    boundary: isBase ? ("at" as const) : tier.boundary,
    shape: isBase ? ("whole" as const) : tier.shape,
  };
}

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/**
 * More than this no answer costs that is within the bounds: in every tier that so large a prompt reaches, all of it at the
 * dearest price of any class, and the fee. In pico-USD.
 */
export function dearestCost(
  tiers: readonly WrittenTier[],
  prompt: number,
  completion: number,
  completionClasses: readonly string[],
): bigint {
  const costs = tiers.map((tier, index) => {
    if (!reachedBy(tier, prompt)) return 0n;
    const most = (names: readonly string[]) =>
      names.map((name) => picoOf(unitPrice(tiers, index, name))).reduce(larger, 0n);
    const isCharged = tiers.slice(0, index + 1).some((one) => one.usdPerMillion.request !== undefined);
    const fee = isCharged ? picoOf(unitPrice(tiers, index, "request")) : 0n;
    return most(PROMPT_ORDER) * BigInt(prompt) + most(completionClasses) * BigInt(completion) + fee;
  });
  return costs.reduce(larger, 0n);
}
