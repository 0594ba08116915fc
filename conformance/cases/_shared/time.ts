/**
 * Time for cases whose gateway waits: it goes on in steps for as long as somebody waits for it.
 * @module
 */
import type { Session } from "../../engine/session.ts";

/** In milliseconds. */
export const STEP = 100;
/** An hour: a gateway that waits longer is not waited for. */
const MOST_STEPS = 36_000;

/** Moves time on until the work is done, by `step` milliseconds at once. */
export async function letTimePass<T>(
  { gateway: { clock } }: Session,
  work: Promise<T>,
  step = STEP,
): Promise<T> {
  let isOver = false;
  const ended = work.finally(() => {
    isOver = true;
  });
  for (let steps = 0; !isOver && steps < MOST_STEPS; steps++) {
    await Promise.race([clock.untilWaited(), ended]);
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (!isOver) clock.advance(step);
  }
  return ended;
}
