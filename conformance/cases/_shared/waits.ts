/**
 * Waits between retries, whoever is asked again: what callers ask for, and what they then wait (FLB-06).
 * @module
 */

export const ON = { "helicone-retry-enabled": "true" };

/** The step of time there, in milliseconds: waits of half a second differ by less than a hundred. */
export const FINE = 20;
/** Time that a test of waits may be off by: a step, and one that was under way. */
export const SLACK = 2 * FINE;

/** What a caller asks for, and the longest that each wait may then be, in milliseconds; half of it is the shortest. */
export const POLICIES: readonly [
  name: string,
  headers: Record<string, string>,
  longest: readonly number[],
][] = [
  ["by-default", {}, [1000, 2000, 4000, 8000, 10_000]],
  ["none", { "helicone-retry-num": "0" }, []],
  [
    "factor",
    { "helicone-retry-num": "3", "helicone-retry-factor": "3", "helicone-retry-min-timeout": "400" },
    [400, 1200, 3600],
  ],
  [
    "half-a-factor",
    { "helicone-retry-num": "3", "helicone-retry-factor": "1.5", "helicone-retry-min-timeout": "2000" },
    [2000, 3000, 4500],
  ],
  [
    "longest",
    {
      "helicone-retry-num": "3",
      "helicone-retry-min-timeout": "8000",
      "helicone-retry-max-timeout": "20000",
    },
    [8000, 16_000, 20_000],
  ],
];

/** Is each wait at least half as long as it may be, and no longer? */
export const areWithin = (waits: readonly number[], longest: readonly number[]): boolean =>
  waits.length === longest.length &&
  longest.every((most, i) => {
    const wait = waits[i] ?? -1;
    return wait >= most / 2 && wait <= most + SLACK;
  });
