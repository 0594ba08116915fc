/**
 * The time limits of one call, by one timer: from its beginning to its last byte, and of the step that is waited for. Steps are
 * many, and nearly no limit is ever reached: the timer is set anew only where a limit comes before what it is set to.
 * @module
 */
import type { Clock } from "../parts.ts";

/** What was waited for when a limit was reached. */
export type Step = "headers" | "idle" | "total";

export class Deadlines {
  private readonly clock: Clock;
  private readonly onTime: (step: Step) => void;
  /** When all of it must be over, by the clock. */
  private readonly end: number;
  private step: Step = "total";
  /** When what is waited for must have come; infinite where nothing is. */
  private until = Number.POSITIVE_INFINITY;
  /** When the timer rings; infinite where there is none. */
  private rings = Number.POSITIVE_INFINITY;
  private cancel: () => void = () => {};
  private isOver = false;

  /** @param onTime called once, with what took too long; nothing is measured any more then */
  constructor(clock: Clock, totalMs: number, onTime: (step: Step) => void) {
    this.clock = clock;
    this.end = clock.now() + totalMs;
    this.onTime = onTime;
  }

  /** Something is waited for, from now on. */
  wait(step: Exclude<Step, "total">, ms: number): void {
    this.step = step;
    this.until = this.clock.now() + ms;
    if (!this.isOver && Math.min(this.until, this.end) < this.rings) this.set();
  }

  /** Nothing is; the time of the whole call goes on. */
  rest(): void {
    this.until = Number.POSITIVE_INFINITY;
  }

  stop(): void {
    this.isOver = true;
    this.cancel();
  }

  private set(): void {
    this.cancel();
    this.rings = Math.min(this.until, this.end);
    this.cancel = this.clock.after(this.rings - this.clock.now(), this.look);
  }

  private readonly look = (): void => {
    const now = this.clock.now();
    if (now < this.end && now < this.until) this.set();
    else {
      this.isOver = true;
      this.onTime(now >= this.end ? "total" : this.step);
    }
  };
}
