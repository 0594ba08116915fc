/**
 * Prices change: which price list holds on a day. Days are ISO dates in UTC and compare as text.
 * @module
 */
import type { UsageClass } from "../canonical/usage.ts";
import type { Endpoint } from "../endpoint.ts";
import type { Period, PriceWindow, Pricing, Tier } from "../schema.ts";
import { modifiersOn } from "./modifiers/compile.ts";
import { type CompiledTier, compileTiers } from "./tiers.ts";

/** Hours of the week with prices of their own, in minutes of their UTC day. */
export interface CompiledWindow {
  days: readonly number[];
  from: number;
  to: number;
  tiers: CompiledTier[];
}

/** Compiled prices that no longer hold, and the moment at which they ended. */
export interface EarlierPrices {
  /** ISO date, or a minute; the first moment at which these prices do not hold. */
  until: string;
  tiers: CompiledTier[];
  windows?: CompiledWindow[];
}

/** Compiled prices of an endpoint. */
export interface CompiledPricing {
  /** The newest. */
  tiers: CompiledTier[];
  /** What they replaced, oldest first. */
  earlier: EarlierPrices[];
  /** The newest's hours, where they have some. */
  windows?: CompiledWindow[];
  /** The moment at which the newest end without any that follow. */
  ends?: string;
}

/** Before every date: prices without a date hold from here on. */
export const ALWAYS = "0000-01-01";

// Stryker disable next-line MethodExpression: the schema refuses a list of both kinds, and an empty one
const isPeriods = (pricing: Pricing): pricing is Period[] => pricing.some((item) => "tiers" in item);

/** Written prices as periods, oldest first; undated ones are one period that holds always. */
export const periodsOf = (pricing: Pricing): Period[] =>
  isPeriods(pricing) ? pricing : [{ from: ALWAYS, tiers: pricing }];

/** The written prices that hold on a day; none before the first period. */
export const tiersOn = (pricing: Pricing, day: string): Tier[] =>
  periodsOf(pricing).findLast(({ from, until }) => from <= day && (until === undefined || day < until))
    ?.tiers ?? [];

/** The written prices of the last period. */
// Stryker disable next-line ArrayDeclaration,OptionalChaining: there is always a period; the type cannot say so
export const newestTiers = (pricing: Pricing): Tier[] => periodsOf(pricing).at(-1)?.tiers ?? [];

/** The same prices, each tier changed; the periods stay. */
export function mapTiers(pricing: Pricing, change: (tier: Tier, index: number) => Tier): Pricing {
  if (!isPeriods(pricing)) return pricing.map(change);
  return pricing.map(({ tiers, windows, ...period }) => ({
    ...period,
    tiers: tiers.map(change),
    ...(windows && { windows: windows.map((hours) => ({ ...hours, tiers: hours.tiers.map(change) })) }),
  }));
}

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

const compileWindow = ({ days, from, to, tiers }: PriceWindow): CompiledWindow => ({
  days,
  from: minuteOf(from),
  to: minuteOf(to),
  tiers: compileTiers(tiers),
});

function compilePeriod({ tiers, windows }: Period): Omit<EarlierPrices, "until"> {
  const list = compileTiers(tiers);
  return windows ? { tiers: list, windows: windows.map(compileWindow) } : { tiers: list };
}

/**
 * The newest prices, and those that they replaced. Before the first period nothing has a price, nor between a period's
 * end and the next.
 * @param firstDay the first day of prices without a date: nothing is sold before it exists
 */
export function compilePricing(pricing: Pricing, firstDay = ALWAYS): CompiledPricing {
  const periods = periodsOf(pricing).map((period) =>
    period.from === ALWAYS ? { ...period, from: firstDay } : period,
  );
  const earlier: EarlierPrices[] = [];
  for (const [i, { from }] of periods.entries()) {
    const before = periods[i - 1];
    if (before?.until !== undefined && isBefore(before.until, from))
      earlier.push({ ...compilePeriod(before), until: before.until }, { tiers: [], until: from });
    else if (before) earlier.push({ ...compilePeriod(before), until: from });
    else if (from !== ALWAYS) earlier.push({ tiers: [], until: from });
  }
  const last = periods.at(-1);
  const newest = last ? compilePeriod(last) : { tiers: [] };
  return { ...newest, earlier, ...(last?.until === undefined ? {} : { ends: last.until }) };
}

/** The same prices, with classes that nothing may stand in for. */
export function withholding(pricing: CompiledPricing, classes: readonly UsageClass[]): CompiledPricing {
  if (classes.length === 0) return pricing;
  const unpriced = new Set(classes);
  const mark = (tiers: CompiledTier[]) => tiers.map((tier) => ({ ...tier, unpriced }));
  const markAll = <P extends Omit<EarlierPrices, "until">>(period: P): P => ({
    ...period,
    tiers: mark(period.tiers),
    ...(period.windows && {
      windows: period.windows.map((hours) => ({ ...hours, tiers: mark(hours.tiers) })),
    }),
  });
  return { ...markAll(pricing), earlier: pricing.earlier.map(markAll) };
}

const msOf = (moment: string): number => Date.parse(moment);

const isBefore = (a: string, b: string): boolean => msOf(a) < msOf(b);

function inWindow({ days, from, to }: CompiledWindow, when: string): boolean {
  const time = new Date(when);
  const minute = time.getUTCHours() * 60 + time.getUTCMinutes();
  return days.includes(time.getUTCDay()) && from <= minute && minute < to;
}

type Timed = Pick<Endpoint, "tiers" | "earlier"> & Partial<Pick<Endpoint, "windows" | "ends" | "modifiers">>;

/** Endpoints never change: what one is at a moment is worked out once while everybody asks about that moment. */
const atMoments = new WeakMap<object, { when: string; endpoint: Timed }>();

/**
 * The endpoint with the prices of a moment, which it keeps from then on; none before the first day and past the last.
 * @param when ISO date (its first minute, UTC) or timestamp
 */
export function asOf<E extends Timed>(endpoint: E, when: string): E {
  const last = atMoments.get(endpoint);
  if (last?.when === when) return last.endpoint as E;
  const found = pricedAt(endpoint, when);
  atMoments.set(endpoint, { when, endpoint: found });
  return found;
}

function pricedAt<E extends Timed>(endpoint: E, when: string): E {
  const { ends, modifiers } = endpoint;
  const current = endpoint.earlier.find(({ until }) => isBefore(when, until)) ?? endpoint;
  const isOver = current === endpoint && ends !== undefined && !isBefore(when, ends);
  const hours = current.windows?.find((window) => inWindow(window, when));
  const { windows: _windows, ends: _ends, ...rest } = endpoint;
  return {
    ...(rest as E),
    tiers: isOver ? [] : (hours ?? current).tiers,
    earlier: [],
    pricedAt: when,
    ...(modifiers && { modifiers: modifiersOn(modifiers, when.slice(0, 10)) }),
  };
}

/** The UTC day of a moment. @param ms milliseconds since 1970 */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** A moment as `asOf` takes it. @param ms milliseconds since 1970 */
export const momentOf = (ms: number): string => new Date(ms).toISOString();

const MINUTE_MS = 60_000;

/** The minute that was asked for last: all requests of a minute ask for the same one. */
let last = { minute: Number.NaN, text: "" };

/** The minute of a moment: prices change with minutes, so that those of all its moments are the same. */
export function priceMinuteOf(ms: number): string {
  const minute = Math.floor(ms / MINUTE_MS);
  if (minute !== last.minute) last = { minute, text: momentOf(minute * MINUTE_MS) };
  return last.text;
}
