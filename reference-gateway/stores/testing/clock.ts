/**
 * A clock that only moves when a test moves it.
 * @module
 */
import type { Clock } from "../../parts.ts";

export interface SteppedClock extends Clock {
  /** Moves time on and fires what is due. */
  step(ms: number): void;
  /** How many timers wait. */
  waiting(): number;
}

export function steppedClock(start = Date.UTC(2026, 11, 1)): SteppedClock {
  let now = start;
  const timers = new Set<{ due: number; callback: () => void }>();
  return {
    now: () => now,
    after: (ms, callback) => {
      const timer = { due: now + ms, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    waiting: () => timers.size,
    step: (ms) => {
      now += ms;
      for (const timer of [...timers]) {
        if (timer.due <= now && timers.delete(timer)) timer.callback();
      }
    },
  };
}

/**
 * Moves time on while more wait for it than before, until some work is done: for what tries again and again.
 * @param before how many timers waited before the work began
 */
export async function stepUntil<T>(
  clock: SteppedClock,
  ms: number,
  work: Promise<T>,
  before: number,
): Promise<T> {
  let isDone = false;
  const mark = () => {
    isDone = true;
  };
  work.then(mark, mark);
  while (!isDone) {
    await new Promise(setImmediate);
    if (clock.waiting() > before) clock.step(ms);
  }
  return work;
}
