/**
 * The price by the place of the call (CST-10): the region that its URL names, whatever the deployment is called.
 * @module
 */
import type { Endpoint } from "../endpoint.ts";
import { type CompiledModifier, modifiedTier } from "./modifiers/compile.ts";
import type { CompiledPricing, EarlierPrices } from "./periods.ts";
import type { CompiledTier } from "./tiers.ts";

type PriceList = Omit<EarlierPrices, "until">;

/** A price list and the moments between which it holds, in milliseconds; the newest has no end. */
interface Span {
  list: PriceList;
  from: number;
  until: { ms: number; text: string } | null;
}

const untilOf = (text: string): NonNullable<Span["until"]> => ({ ms: Date.parse(text), text });

function spansOf({ earlier, tiers, windows }: Endpoint): Span[] {
  let from = Number.NEGATIVE_INFINITY;
  const spans = earlier.map(({ until: text, ...list }): Span => {
    const span = { list, from, until: untilOf(text) };
    from = span.until.ms;
    return span;
  });
  return [...spans, { list: windows ? { tiers, windows } : { tiers }, from, until: null }];
}

/** The span in parts, one from each of these moments that lie in it. */
function cut(span: Span, moments: readonly string[], ends: string | undefined): Span[] {
  const end = span.until?.ms ?? (ends === undefined ? Number.POSITIVE_INFINITY : Date.parse(ends));
  const inside = moments.map(untilOf).filter(({ ms }) => span.from < ms && ms < end);
  const starts = [span.from, ...inside.map(({ ms }) => ms)];
  return starts.map((from, i) => ({ list: span.list, from, until: inside[i] ?? span.until }));
}

const holdsFrom = ({ from, until }: CompiledModifier, ms: number): boolean =>
  (from === undefined || Date.parse(from) <= ms) && (until === undefined || ms < Date.parse(until));

function listAt(
  { tiers, windows }: PriceList,
  modifiers: readonly CompiledModifier[],
  id: string,
): PriceList {
  const at = (tier: CompiledTier): CompiledTier => {
    const changed = modifiedTier(tier, modifiers);
    if (changed === null) throw new RangeError(`the prices of ${id} in its region are no whole numbers`);
    return changed;
  };
  const hours = windows?.map((window) => ({ ...window, tiers: window.tiers.map(at) }));
  return { tiers: tiers.map(at), ...(hours && { windows: hours }) };
}

/** Every list at the prices of the place; where those begin or end within one, it becomes two. */
function pricesAt(endpoint: Endpoint, here: readonly CompiledModifier[]): Omit<CompiledPricing, "ends"> {
  const days = here.flatMap(({ from, until }) => [from, until].filter((day) => day !== undefined));
  const moments = [...new Set(days)].sort();
  const spans = spansOf(endpoint).flatMap((span) => cut(span, moments, endpoint.ends));
  const newest: PriceList = { tiers: [] };
  const earlier: EarlierPrices[] = [];
  for (const { list, from, until } of spans) {
    const holding = here.filter((modifier) => holdsFrom(modifier, from));
    const placedList = listAt(list, holding, endpoint.id);
    if (until === null) Object.assign(newest, placedList);
    else earlier.push({ ...placedList, until: until.text });
  }
  return { ...newest, earlier };
}

/**
 * The endpoint with the prices of a place, which it keeps from then on. A place that nothing is declared about has the
 * prices of the list.
 * @param region as in the URL; nothing changes where the call has no place of its own
 * @throws RangeError where the regional price is no whole number of pico-USD, which the lint finds before
 */
export function placed(endpoint: Endpoint, region: string | undefined): Endpoint {
  if (region === undefined) return endpoint;
  const { modifiers = [] } = endpoint;
  const here = modifiers.filter(({ word, matches }) => word === "region" && matches(region));
  if (here.length === 0) return { ...endpoint, place: region };
  // Of an endpoint at the prices of a moment only the modifiers of that moment are left: all of them hold.
  const prices =
    endpoint.pricedAt === undefined
      ? pricesAt(endpoint, here)
      : { ...listAt(endpoint, here, endpoint.id), earlier: [] };
  return {
    ...endpoint,
    ...prices,
    place: region,
    modifiers: modifiers.filter(({ word }) => word !== "region"),
  };
}
