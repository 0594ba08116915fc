/**
 * A body on its way from one connection to another, chunk by chunk as it is taken: one loop and one promise for the whole of
 * it, since generators and Node's `pipeline` cost promises for every chunk.
 * @module
 */
import type { Writable } from "node:stream";
import type { Clock } from "../parts.ts";
import type { StopSignal } from "../stop.ts";
import { type Watchdog, watchdog } from "../upstream/watchdog.ts";

export interface Taker {
  to: Writable;
  /** Sees every chunk, before it is given. */
  each(chunk: Uint8Array): void;
  /** How long one chunk may wait to be taken, and what happens then. */
  stallMs: number;
  onStall(): void;
  /** Says what comes after the body, before its end. */
  atEnd(): void;
}

/** A connection that is closed before everything was taken. */
class ClosedEarly extends Error {
  readonly code = "ERR_STREAM_PREMATURE_CLOSE";
}

type Step = IteratorResult<Uint8Array, unknown>;

class Giving {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private readonly taker: Taker;
  private readonly signal: StopSignal;
  private readonly stall: Watchdog;
  private isOver = false;
  private isWaiting = false;
  private settled: { resolve(): void; reject(thrown: unknown): void } | null = null;

  constructor(chunks: AsyncIterator<Uint8Array>, taker: Taker, clock: Clock, signal: StopSignal) {
    this.chunks = chunks;
    this.taker = taker;
    this.signal = signal;
    this.stall = watchdog(taker.stallMs, clock, taker.onStall);
  }

  give(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.settled = { resolve, reject };
      const { to } = this.taker;
      to.on("drain", this.goOn).on("finish", this.finish).on("close", this.onClose).on("error", this.fail);
      if (this.signal.aborted) return this.onAbort();
      this.signal.addEventListener("abort", this.onAbort, { once: true });
      if (to.destroyed) return this.onClose();
      this.ask();
    });
  }

  private ask(): void {
    this.chunks.next().then(this.take, this.fail);
  }

  private readonly take = (step: Step): void => {
    if (this.isOver) return;
    const { to, each, atEnd } = this.taker;
    try {
      this.stall.wait();
      if (step.done) {
        atEnd();
        return void to.end();
      }
      each(step.value);
      this.isWaiting = true;
      if (to.write(step.value)) this.goOn();
    } catch (thrown) {
      this.fail(thrown);
    }
  };

  /** The chunk is taken. */
  private readonly goOn = (): void => {
    if (this.isOver || !this.isWaiting) return;
    this.isWaiting = false;
    this.stall.rest();
    this.ask();
  };

  private readonly onAbort = (): void => this.fail(this.signal.reason);

  private readonly onClose = (): void =>
    this.fail(new ClosedEarly("it was closed before everything was taken"));

  private readonly finish = (): void => {
    if (this.over()) this.settled?.resolve();
  };

  /** Whoever gives is told by whoever ends the call: here nothing more is asked of it. */
  private readonly fail = (thrown: unknown): void => {
    if (!this.over()) return;
    const { to } = this.taker;
    if (!to.destroyed) to.destroy();
    this.settled?.reject(thrown);
  };

  /** @returns was this the end? */
  private over(): boolean {
    if (this.isOver) return false;
    this.isOver = true;
    this.stall.stop();
    const { to } = this.taker;
    to.off("drain", this.goOn).off("finish", this.finish).off("close", this.onClose).off("error", this.fail);
    this.signal.removeEventListener("abort", this.onAbort);
    return true;
  }
}

/**
 * Gives a body to whoever takes it, until the signal aborts. What fails ends the connection of the taker.
 * @throws what broke it: of the body, of the taker, or the reason of the signal
 */
export const giveBody = (
  chunks: AsyncIterable<Uint8Array>,
  taker: Taker,
  clock: Clock,
  signal: StopSignal,
): Promise<void> => new Giving(chunks[Symbol.asyncIterator](), taker, clock, signal).give();
