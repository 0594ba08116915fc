/**
 * The body of an answer with a limit on each wait. An iterator of its own in place of a generator: bodies are read packet
 * by packet, and a generator costs promises for each.
 * @module
 */
import type { Stopper, StopSignal } from "../stop.ts";
import type { Deadlines } from "./deadlines.ts";
import { UpstreamFailed } from "./failure.ts";

export interface BodyLimit {
  /** Those of the call; whoever made them stops them. */
  deadlines: Deadlines;
  /** Between two chunks, while one is waited for. */
  idleTimeoutMs: number;
  /** Called once, when nothing more is read; with what broke it off, else `null`. */
  onEnd?: (thrown: unknown) => void;
}

/** The network's own errors as what they are; what ended the call on purpose stays itself. */
export const failure = (thrown: unknown, signal: StopSignal): unknown =>
  signal.aborted ? signal.reason : new UpstreamFailed(thrown);

type Step = IteratorResult<Uint8Array, undefined>;

interface Waiting {
  resolve(step: Step): void;
  reject(thrown: unknown): void;
}

const OVER: Step = { done: true, value: undefined };

/** One reader, who asks for the next chunk once the last one has come. */
class LimitedBody implements AsyncIterableIterator<Uint8Array, undefined> {
  private readonly iterator: AsyncIterator<Uint8Array>;
  private readonly signal: StopSignal;
  private readonly deadlines: Deadlines;
  private readonly idleMs: number;
  private readonly onEnd: BodyLimit["onEnd"];
  private waiting: Waiting | null = null;
  private isOver = false;
  /** What the reader is still to be told. */
  private broken: { thrown: unknown } | null = null;

  constructor(body: AsyncIterable<Uint8Array>, controller: Stopper, limit: BodyLimit) {
    const { deadlines, idleTimeoutMs, onEnd } = limit;
    this.iterator = body[Symbol.asyncIterator]();
    this.signal = controller.signal;
    this.onEnd = onEnd;
    this.deadlines = deadlines;
    this.idleMs = idleTimeoutMs;
    if (this.signal.aborted) this.onAbort();
    else this.signal.addEventListener("abort", this.onAbort, { once: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Step> {
    return new Promise((resolve, reject) => {
      if (this.isOver) return this.tellEnd({ resolve, reject });
      this.waiting = { resolve, reject };
      this.deadlines.wait("idle", this.idleMs);
      this.iterator.next().then(this.onChunk, this.onFailure);
    });
  }

  /** The reader has had enough. */
  async return(): Promise<Step> {
    this.finish(null, true);
    return OVER;
  }

  private readonly onChunk = (step: IteratorResult<Uint8Array, unknown>): void => {
    if (this.isOver) return;
    this.deadlines.rest();
    if (step.done) this.finish(null, false);
    else {
      const { waiting } = this;
      this.waiting = null;
      waiting?.resolve({ done: false, value: step.value });
    }
  };

  private readonly onFailure = (thrown: unknown): void => {
    this.finish({ thrown: failure(thrown, this.signal) }, true);
  };

  private readonly onAbort = (): void => this.finish({ thrown: this.signal.reason }, true);

  /** @param closes is the source to be told that nothing more of it is read? */
  private finish(broken: { thrown: unknown } | null, closes: boolean): void {
    if (this.isOver) return;
    this.isOver = true;
    this.broken = broken;
    this.deadlines.rest();
    this.signal.removeEventListener("abort", this.onAbort);
    this.onEnd?.(broken === null ? null : broken.thrown);
    // Not awaited: a stalled source would never answer.
    if (closes) void Promise.resolve(this.iterator.return?.()).catch(() => undefined);
    const { waiting } = this;
    this.waiting = null;
    if (waiting) this.tellEnd(waiting);
  }

  private tellEnd({ resolve, reject }: Waiting): void {
    const { broken } = this;
    this.broken = null;
    if (broken === null) resolve(OVER);
    else reject(broken.thrown);
  }
}

/**
 * A body with a limit on each wait, until the call is ended, which ends it and frees what it holds at once. It rejects
 * with UpstreamFailed, UpstreamTimeout, or the reason of the end.
 */
export const readBody = (
  body: AsyncIterable<Uint8Array>,
  controller: Stopper,
  limit: BodyLimit,
): AsyncIterableIterator<Uint8Array, undefined> => new LimitedBody(body, controller, limit);
