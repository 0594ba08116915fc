/**
 * Time that only moves when a case moves it. No case ever waits for the wall clock.
 * @module
 */
/** When every case begins: 2026-12-01T00:00:00Z, in milliseconds. */
export const CASE_EPOCH = Date.UTC(2026, 11, 1);

interface Timer {
  due: number;
  callback: () => void;
}

export class ManualClock {
  private current = CASE_EPOCH;
  private readonly timers = new Set<Timer>();
  private waiting: (() => void)[] = [];

  // Own properties, so that a planted defect can spread a clock and change one half of it.
  readonly now = (): number => this.current;

  readonly after = (ms: number, callback: () => void): (() => void) => {
    const timer = { due: this.current + ms, callback };
    this.timers.add(timer);
    for (const wake of this.waiting.splice(0)) wake();
    return () => void this.timers.delete(timer);
  };

  /** Resolves once somebody waits for time to pass. */
  async untilWaited(): Promise<void> {
    while (this.timers.size === 0) await new Promise<void>((wake) => this.waiting.push(wake));
  }

  /** Moves time on and fires what is due, in order. */
  advance(ms: number): void {
    this.current += ms;
    const due = [...this.timers].filter((timer) => timer.due <= this.current).sort((a, b) => a.due - b.due);
    for (const timer of due) {
      if (this.timers.delete(timer)) timer.callback();
    }
  }
}
