/**
 * The share of a case's combinations that one run tries.
 * @module
 */
import type { Position } from "./deal.ts";

/** How one run goes about combinations. */
export interface Thinning {
  /** Of many combinations every so many-th; 1 is all. */
  every: number;
  /** Another seed, another share. */
  seed: number;
  /** Others that try the same combinations, and which of them this is. */
  position: Position;
}

export interface Sampling<T> {
  /** What must not be missing from any share. */
  kindOf?: (combination: T) => string;
  /** So many are tried at least, where there are so many. Default: 4. */
  least?: number;
  /** Combinations of the provider's own data: its own runs share them, nobody else's. */
  own?: boolean;
}

const LEAST = 4;
/** So few are thinned out only by being dealt out. */
const SMALL = 25;
/** How many of a number of combinations one run tries. */
export function shareSize(all: number, { every, position }: Thinning, least = LEAST, own = false): number {
  if (every === 1) return all;
  const { of } = own ? position.atProvider : position.among;
  const most = Math.max(SMALL, Math.ceil(all / every));
  return Math.min(all, Math.max(least, Math.min(most, Math.ceil(all / of))));
}

function indexesByKind<T>(list: readonly T[], kindOf: (one: T) => string): Iterable<number[]> {
  const found = new Map<string, number[]>();
  for (const [index, one] of list.entries()) {
    const same = found.get(kindOf(one)) ?? [];
    same.push(index);
    found.set(kindOf(one), same);
  }
  return found.values();
}

/** Combinations spread evenly over a list, and one of each kind that would be missing, in the order of the list. */
export function shareOf<T>(
  list: readonly T[],
  thinning: Thinning,
  { kindOf, least, own }: Sampling<T> = {},
): readonly T[] {
  const size = shareSize(list.length, thinning, least, own);
  if (size === list.length) return list;
  const { among, atProvider } = thinning.position;
  const at = thinning.seed + (own ? atProvider : among).index;
  const indexes = Array.from(
    { length: size },
    (_, nth) => (Math.floor((nth * list.length) / size) + at) % list.length,
  );
  const taken = new Set(indexes);
  if (kindOf !== undefined) {
    for (const same of indexesByKind(list, kindOf))
      if (!same.some((index) => taken.has(index))) taken.add(same[at % same.length] ?? 0);
  }
  return list.filter((_, index) => taken.has(index));
}
