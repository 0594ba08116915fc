/**
 * Results sorted into groups in one pass: a whole run has 40,000, which nobody should look through for each group.
 * @module
 */

/** The values by their keys, in the order in which either first comes. */
export function grouped<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, [T, ...T[]]> {
  const found = new Map<string, [T, ...T[]]>();
  for (const value of values) {
    const key = keyOf(value);
    const known = found.get(key);
    if (known === undefined) found.set(key, [value]);
    else known.push(value);
  }
  return found;
}
