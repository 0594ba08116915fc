/**
 * A limit on waiting that begins again with every step, by one timer: steps are many and must cost nothing.
 * @module
 */
import type { Clock } from "../parts.ts";

export interface Watchdog {
  /** Somebody is waited for, from now on. */
  wait(): void;
  /** Nobody is. */
  rest(): void;
  stop(): void;
}

/** Calls back once when one wait took `ms`, and not before; then it is stopped. */
export function watchdog(ms: number, clock: Clock, onTime: () => void): Watchdog {
  let since: number | null = null;
  let cancel = () => {};
  const look = () => {
    const left = since === null ? ms : since + ms - clock.now();
    if (left <= 0) onTime();
    else cancel = clock.after(left, look);
  };
  cancel = clock.after(ms, look);
  return {
    wait: () => {
      since = clock.now();
    },
    rest: () => {
      since = null;
    },
    stop: () => cancel(),
  };
}
