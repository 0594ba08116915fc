/**
 * The share of a generated case's combinations that one run tries.
 * @module
 */

export interface ShareOptions<T> {
  /** Every so many-th; 1 is all. */
  every: number;
  /** Another seed, another share. */
  seed: number;
  /** What must not be missing from any share. */
  kindOf?: ((one: T) => string) | undefined;
}

/** Every n-th of a list, and one of each kind that would be missing, in the order of the list. */
export function shareOf<T>(list: readonly T[], { every, seed, kindOf }: ShareOptions<T>): readonly T[] {
  const taken = list.filter((_, index) => index % every === seed % every);
  if (kindOf === undefined) return taken;
  const covered = new Set(taken.map(kindOf));
  const missing = [...new Set(list.map(kindOf))]
    .filter((kind) => !covered.has(kind))
    .map((kind) => {
      const own = list.filter((one) => kindOf(one) === kind);
      return own[seed % own.length];
    });
  const all = new Set<T | undefined>([...taken, ...missing]);
  return list.filter((one) => all.has(one));
}
