/**
 * Waiting without a clock: so many turns of the event loop, for cases in which a broken gateway would never answer.
 * @module
 */

const PATIENCE = 300;

/** Lets everything that is ready run. */
export async function turns(count = PATIENCE): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise<void>((next) => setImmediate(next));
}

/** The value, or `null` when it does not come within so many turns. */
export function soon<T>(promise: Promise<T>): Promise<T | null> {
  return Promise.race([promise, turns().then(() => null)]);
}
