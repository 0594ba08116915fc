/**
 * One call as undici hands it over, without a stream of Node: what came waits in a list until it is asked for, and the
 * connection rests while there is much of it.
 * @module
 */
import type { Dispatcher } from "undici";
import type { Pace } from "../pace.ts";
import type { StopSignal } from "../stop.ts";

type Step = IteratorResult<Uint8Array, undefined>;
type Fields = Record<string, string | string[] | undefined>;

interface Waiting {
  resolve(step: Step): void;
  reject(thrown: unknown): void;
}

interface Head {
  status: number;
  headers: Fields;
}

/** Bytes that wait before the connection rests. */
const MOST_WAITING = 64 * 1024;

/** Who reads no further lets the connection go: it is of no use to anybody else. */
class NotRead extends Error {
  override readonly name = "NotRead";
}

/** The answer to one call. Its body has one reader, who asks for the next piece once the last one has come. */
export class Dispatched implements Dispatcher.DispatchHandler, AsyncIterableIterator<Uint8Array, undefined> {
  /** The head of the answer; rejects with the network's error, or with the reason of the signal. */
  readonly head: Promise<Head>;
  private readonly signal: StopSignal;
  private readonly pace: Pace;
  private answered: { resolve(head: Head): void; reject(thrown: unknown): void } | null = null;
  private controller: Dispatcher.DispatchController | null = null;
  private pieces: Uint8Array[] = [];
  private bytes = 0;
  private waiting: Waiting | null = null;
  private isWhole = false;
  private failed: { thrown: unknown } | null = null;

  constructor(signal: StopSignal, pace: Pace) {
    this.signal = signal;
    this.pace = pace;
    this.head = new Promise((resolve, reject) => {
      this.answered = { resolve, reject };
    });
    if (signal.aborted) this.onAbort();
    else signal.addEventListener("abort", this.onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.failed) controller.abort(new NotRead());
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Fields): void {
    // What a server says before its answer is none.
    if (status < 200) return;
    this.answered?.resolve({ status, headers });
    this.answered = null;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.failed) return;
    this.pieces.push(chunk);
    this.bytes += chunk.byteLength;
    if (this.bytes >= MOST_WAITING) controller.pause();
    this.give();
  }

  onResponseEnd(): void {
    this.isWhole = true;
    this.signal.removeEventListener("abort", this.onAbort);
    this.give();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Step> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.give();
    });
  }

  async return(): Promise<Step> {
    this.waiting?.resolve({ done: true, value: undefined });
    this.waiting = null;
    if (!this.isWhole) {
      this.fail(new NotRead());
      this.controller?.abort(new NotRead());
    }
    return { done: true, value: undefined };
  }

  private readonly onAbort = (): void => {
    const { reason } = this.signal;
    this.fail(reason);
    this.controller?.abort(reason instanceof Error ? reason : new NotRead());
  };

  private fail(thrown: unknown): void {
    if (this.isWhole || this.failed) return;
    this.failed = { thrown };
    this.pieces = [];
    this.signal.removeEventListener("abort", this.onAbort);
    this.answered?.reject(thrown);
    this.answered = null;
    this.give();
  }

  /** All that came, in one piece; `null` where nothing did. */
  private piece(): Uint8Array | null {
    const { pieces } = this;
    const [first] = pieces;
    if (first === undefined) return null;
    this.pieces = [];
    this.bytes = 0;
    return pieces.length === 1 ? first : Buffer.concat(pieces);
  }

  /** Gives whoever waits what there is. */
  private give(): void {
    const { waiting } = this;
    if (waiting === null) return;
    const piece = this.piece();
    if (piece === null && !this.isWhole && this.failed === null) return;
    this.waiting = null;
    if (piece !== null) {
      this.pace(() => waiting.resolve({ done: false, value: piece }));
      // Last: more may come before this returns.
      if (this.controller?.paused) this.controller.resume();
    } else if (this.failed) waiting.reject(this.failed.thrown);
    else waiting.resolve({ done: true, value: undefined });
  }
}
