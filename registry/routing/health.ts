/**
 * Providers that keep failing: put back in the order for a while, never left out (FLB-06).
 * @module
 */
import type { Meaning } from "../errors/meaning.ts";
import type { Attempt } from "./plan.ts";

/** So many failures in a row put a provider back … */
export const FAILURES = 5;
/** … for so long, in milliseconds; then it is tried in its place again, and one more failure puts it back again. */
export const PUT_BACK_MS = 30_000;

/** What is remembered of a provider: failures in a row, and until when it is put back (milliseconds since 1970). */
export interface Health {
  failures: number;
  until: number;
}

const HEALTHY: Health = { failures: 0, until: 0 };

/** Failures of the provider itself; limits, credit and wrong requests say nothing about it. */
const ITS_OWN: readonly Meaning[] = ["timeout", "api", "overloaded"];

/** What is remembered after a try; `failure` is `null` where it answered. `null`: nothing has to be remembered. */
export function healthAfter(before: Health | undefined, failure: Meaning | null, now: number): Health | null {
  if (failure === null) return null;
  const known = before ?? HEALTHY;
  if (!ITS_OWN.includes(failure)) return before ?? null;
  const failures = known.failures + 1;
  return { failures, until: failures >= FAILURES ? now + PUT_BACK_MS : known.until };
}

/**
 * The same attempts; among those for one entry of the list and in one mode, those that are put back come last. List order
 * and BYOK before PTB stay (RTE-02), and a pinned provider stays alone (RTE-04).
 */
export function putBack(attempts: readonly Attempt[], isPutBack: (attempt: Attempt) => boolean): Attempt[] {
  if (attempts.length < 2) return [...attempts];
  const groups = new Map<string, { well: Attempt[]; back: Attempt[] }>();
  for (const attempt of attempts) {
    const key = `${attempt.entry} ${attempt.mode}`;
    const group = groups.get(key) ?? { well: [], back: [] };
    (isPutBack(attempt) ? group.back : group.well).push(attempt);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ well, back }) => [...well, ...back]);
}
