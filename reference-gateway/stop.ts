/**
 * What tells that something ended early. Every request asks for two of them, and nearly none is ever told: the platform's
 * `AbortSignal` is an event target, which costs more than the rest of a call's book-keeping, so the gateway's own are plain
 * objects of the same form. Whoever needs the platform's gets one from {@link abortSignalOf}.
 * @module
 */

/** The part of an `AbortSignal` that the gateway needs; one is taken wherever this is. */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void, options?: { once: true }): void;
  removeEventListener(type: "abort", listener: () => void): void;
  throwIfAborted(): void;
}

/** What ends something, and its signal. */
export interface Stopper {
  readonly signal: StopSignal;
  /** Only the first call counts. */
  abort(reason: unknown): void;
}

/** Both in one. Its listeners are called once, in the order in which they came. */
export class Stop implements Stopper, StopSignal {
  aborted = false;
  reason: unknown = undefined;
  private readonly listeners: (() => void)[] = [];

  get signal(): this {
    return this;
  }

  abort(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    // One that another takes away meanwhile is not called.
    for (let next = this.listeners.shift(); next; next = this.listeners.shift()) next();
  }

  addEventListener(_type: "abort", listener: () => void, _options?: { once: true }): void {
    if (!this.aborted && !this.listeners.includes(listener)) this.listeners.push(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    const at = this.listeners.indexOf(listener);
    if (at !== -1) this.listeners.splice(at, 1);
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }
}

/** The same signal in the platform's form. */
export function abortSignalOf(signal: StopSignal): AbortSignal {
  if (signal instanceof AbortSignal) return signal;
  const controller = new AbortController();
  if (signal.aborted) controller.abort(signal.reason);
  else signal.addEventListener("abort", () => controller.abort(signal.reason), { once: true });
  return controller.signal;
}
