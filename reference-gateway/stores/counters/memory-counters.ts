/**
 * Counters of one process. Each operation is one synchronous step, so concurrent requests cannot overtake each other.
 * @module
 */
import type { Clock } from "../../parts.ts";
import {
  type Claim,
  type Count,
  type CounterStore,
  checkClaims,
  checkDelta,
  countClaims,
  type Taken,
} from "./counter-store.ts";

/** Running windows that are kept; to forget one would let its caller begin anew, so that more are refused instead. */
const MAX_WINDOWS = 1_000_000;
/** Between two looks for windows that are over. */
const SWEEP_MS = 60_000;

export interface MemoryCountersOptions {
  clock: Pick<Clock, "now">;
  /** Default: {@link MAX_WINDOWS}. */
  maxWindows?: number;
}

/** The store is full of windows that still run. */
export class CountersFull extends Error {
  override readonly name = "CountersFull";
}

export function memoryCounters({ clock, maxWindows = MAX_WINDOWS }: MemoryCountersOptions): CounterStore {
  const windows = new Map<string, Count>();
  let sweptAt = clock.now();
  const sweep = (now: number) => {
    for (const [key, { until }] of windows) if (until <= now) windows.delete(key);
    sweptAt = now;
  };
  const running = (key: string, windowMs: number, now: number): Count => {
    const known = windows.get(key);
    return known && known.until > now ? known : { used: 0n, until: now + windowMs };
  };
  const take = (claims: readonly Claim[]): Taken => {
    checkClaims(claims);
    const now = clock.now();
    const { taken, changed } = countClaims(claims, (key, windowMs) => running(key, windowMs, now));
    if (!taken.ok) return taken;
    if (now - sweptAt >= SWEEP_MS || windows.size + changed.size > maxWindows) sweep(now);
    if (windows.size + changed.size > maxWindows)
      throw new CountersFull(`${maxWindows} windows are counted already`);
    for (const [key, count] of changed) windows.set(key, count);
    return taken;
  };
  return {
    take: async (claims) => take(claims),
    adjust: async (key, until, delta) => {
      checkDelta(delta);
      const known = windows.get(key);
      if (!known || known.until !== until) return;
      const used = known.used + delta;
      windows.set(key, { used: used < 0n ? 0n : used, until });
    },
    read: async (key, windowMs) => running(key, windowMs, clock.now()),
  };
}
