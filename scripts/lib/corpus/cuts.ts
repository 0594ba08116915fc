/**
 * Where streams are cut: anew for each, and the same for the same seed.
 * @module
 */
import fc from "fast-check";
import type { Cuts } from "./recut.ts";

/** Draws of three to nine positions below the length that is asked for. */
export function seededCuts(seed: number): Cuts {
  let drawn = seed;
  return (length) =>
    fc.sample(
      fc.array(fc.integer({ min: 1, max: Math.max(1, length - 1) }), { minLength: 3, maxLength: 9 }),
      { seed: drawn++, numRuns: 1 },
    )[0] ?? [];
}
