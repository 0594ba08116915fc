/**
 * Prices change: which price list holds on a day. Days are ISO dates in UTC and compare as text.
 * @module
 */
import type { Endpoint } from "../endpoint.ts";
import type { Period, Pricing, Tier } from "../schema.ts";
import { type CompiledTier, compileTiers } from "./tiers.ts";

/** Compiled prices that no longer hold, and the day on which they ended. */
export interface EarlierPrices {
  /** ISO date; the first day on which these prices do not hold. */
  until: string;
  tiers: CompiledTier[];
}

/** Before every date: prices without a date hold from here on. */
export const ALWAYS = "0000-01-01";

const isPeriods = (pricing: Pricing): pricing is Period[] => pricing.some((item) => "tiers" in item);

/** Written prices as periods, oldest first; undated ones are one period that holds always. */
export const periodsOf = (pricing: Pricing): Period[] =>
  isPeriods(pricing) ? pricing : [{ from: ALWAYS, tiers: pricing }];

/** The written prices that hold on a day; none before the first period. */
export const tiersOn = (pricing: Pricing, day: string): Tier[] =>
  periodsOf(pricing).findLast(({ from }) => from <= day)?.tiers ?? [];

/** The written prices of the last period. */
export const newestTiers = (pricing: Pricing): Tier[] => periodsOf(pricing).at(-1)?.tiers ?? [];

/** The same prices, each tier changed; the periods stay. */
export function mapTiers(pricing: Pricing, change: (tier: Tier, index: number) => Tier): Pricing {
  return isPeriods(pricing)
    ? pricing.map(({ from, tiers }) => ({ from, tiers: tiers.map(change) }))
    : pricing.map(change);
}

/** The newest prices, and those that they replaced. A day before the first period has no prices. */
export function compilePricing(pricing: Pricing): { tiers: CompiledTier[]; earlier: EarlierPrices[] } {
  const periods = periodsOf(pricing);
  const compiled = periods.map(({ tiers }) => compileTiers(tiers));
  const earlier = periods.flatMap(({ from }, i) =>
    from === ALWAYS ? [] : [{ until: from, tiers: compiled[i - 1] ?? [] }],
  );
  return { tiers: compiled.at(-1) ?? [], earlier };
}

/** The endpoint with the prices of a day, which it keeps from then on. @param day ISO date, UTC */
export function asOf<E extends Pick<Endpoint, "tiers" | "earlier">>(endpoint: E, day: string): E {
  const ended = endpoint.earlier.find(({ until }) => day < until);
  return { ...endpoint, tiers: ended ? ended.tiers : endpoint.tiers, earlier: [] };
}

/** The UTC day of a moment. @param ms milliseconds since 1970 */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
