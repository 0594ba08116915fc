/**
 * What a stream of Node has to give, piece by piece and as it is asked for. Node's own iterator does the same by a generator
 * and a watch of its own for each stream; here are four listeners and one promise for a piece.
 * @module
 */
import type { Readable } from "node:stream";
import type { Pace } from "../pace.ts";

type Step = IteratorResult<Uint8Array, undefined>;

interface Waiting {
  resolve(step: Step): void;
  reject(thrown: unknown): void;
}

/** A stream that ends without its end, and without saying why. */
class ClosedEarly extends Error {
  readonly code = "ERR_STREAM_PREMATURE_CLOSE";
}

/** One reader, who asks for the next piece once the last one has come. */
class Pieces implements AsyncIterableIterator<Uint8Array, undefined> {
  private readonly stream: Readable;
  private readonly pace: Pace;
  private waiting: Waiting | null = null;
  private ended = false;
  private failed: { thrown: unknown } | null = null;

  constructor(stream: Readable, pace: Pace) {
    this.stream = stream;
    this.pace = pace;
    stream.on("readable", this.give);
    stream.on("end", () => {
      this.ended = true;
      this.give();
    });
    // Listened to for as long as the stream lives: an error that nobody hears would end the process.
    stream.on("error", (thrown) => this.fail(thrown));
    stream.on("close", () => {
      if (!this.ended) this.fail(new ClosedEarly("the stream was closed before its end"));
    });
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

  /** The reader has had enough: the connection is of no use to anybody else. */
  async return(): Promise<Step> {
    this.waiting?.resolve({ done: true, value: undefined });
    this.waiting = null;
    if (!this.ended) this.stream.destroy();
    return { done: true, value: undefined };
  }

  private fail(thrown: unknown): void {
    this.failed ??= { thrown };
    this.give();
  }

  /** Gives whoever waits what there is. */
  private readonly give = (): void => {
    const { waiting } = this;
    if (waiting === null) return;
    const piece: Uint8Array | null = this.stream.destroyed ? null : this.stream.read();
    if (piece === null && !this.ended && this.failed === null) return;
    this.waiting = null;
    if (piece !== null) this.pace(() => waiting.resolve({ done: false, value: piece }));
    else if (this.failed) waiting.reject(this.failed.thrown);
    else waiting.resolve({ done: true, value: undefined });
  };
}

/** @param pace spreads the pieces of many streams that came at once over turns of the event loop */
export const piecesOf = (stream: Readable, pace: Pace): AsyncIterableIterator<Uint8Array, undefined> =>
  new Pieces(stream, pace);
