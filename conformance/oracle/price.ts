/**
 * What usage costs, worked out from the price list as it is written: decimal strings, tier by tier. Shares no code
 * with the registry's pricing; only the written data is the same.
 * @module
 */
import { picoOfTokens, picoOfUsd } from "./exact.ts";

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
      usdPerMillion: Prices;
    };

/** Whose price a class without one pays: it never becomes free (CST-03). */
const SUBSTITUTES: Readonly<Record<string, readonly string[]>> = {
  cacheRead: ["input"],
  cacheWrite5m: ["input"],
  cacheWrite1h: ["cacheWrite5m", "input"],
  audioInput: ["input"],
  imageInput: ["input"],
  reasoning: ["output"],
  audioOutput: ["output"],
  imageOutput: ["output"],
};

function applies(tier: WrittenTier, counts: Counts): boolean {
  if (tier.kind === "base") return true;
  let tokens = 0;
  for (const name of tier.basis) tokens += counts[name] ?? 0;
  return tokens > tier.from || (tier.boundary === "at" && tokens === tier.from);
}

/** The prices that a request pays: the base, overwritten by each higher tier up to the last that applies. */
export function pricesFor(tiers: readonly WrittenTier[], counts: Counts): Prices {
  let last = 0;
  for (const [i, tier] of tiers.entries()) if (applies(tier, counts)) last = i;
  return Object.assign({}, ...tiers.slice(0, last + 1).map((tier) => tier.usdPerMillion));
}

/** The exact cost in pico-USD. @throws Error when a class has neither a price nor a substitute */
export function expectedCost(tiers: readonly WrittenTier[], counts: Counts): bigint {
  const prices = pricesFor(tiers, counts);
  let total = prices.request === undefined ? 0n : picoOfUsd(prices.request);
  for (const [name, count] of Object.entries(counts)) {
    if (!count) continue;
    const priced = [name, ...(SUBSTITUTES[name] ?? [])].find((candidate) => prices[candidate] !== undefined);
    const price = priced === undefined ? undefined : prices[priced];
    if (price === undefined) throw new Error(`the price list says nothing about ${name}`);
    total += name === "search" ? picoOfUsd(price) * BigInt(count) : picoOfTokens(count, price);
  }
  return total;
}
