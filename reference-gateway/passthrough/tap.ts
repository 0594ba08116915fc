/**
 * Listens to a body that passes by. It gets copies of the chunks and never holds them up: what it cannot keep up with or
 * hold, it gives up, and says so.
 * @module
 */
import { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { readFrames } from "../../registry/apis/_shared/event-stream.ts";
import { readSse } from "../../registry/apis/_shared/sse.ts";

/** Bytes that may wait to be listened to. */
const MAX_WAITING = 4 * 1024 * 1024;
/** Most of a decoded stream that is listened to: what is packed a thousandfold is no answer. */
const MAX_DECODED = 512 * 1024 * 1024;

/** Bytes from one side to the other, without either waiting for the other; more than may wait ends it. */
class Waiting implements AsyncIterable<Uint8Array> {
  private readonly chunks: Uint8Array[] = [];
  private bytes = 0;
  private done = false;
  private wake: (() => void) | null = null;
  lost = false;

  add(chunk: Uint8Array): void {
    if (this.lost || this.done) return;
    this.bytes += chunk.byteLength;
    if (this.bytes > MAX_WAITING) {
      this.lost = true;
      this.chunks.length = 0;
    } else this.chunks.push(chunk);
    this.wake?.();
  }

  end(): void {
    this.done = true;
    this.wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.chunks.shift();
      if (chunk) {
        this.bytes -= chunk.byteLength;
        yield chunk;
      } else if (this.done || this.lost) return;
      else
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
    }
  }
}

const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
};

/** The bytes without their content encoding; `null` where it is one that nobody here reads. */
function decode(bytes: AsyncIterable<Uint8Array>, encoding: string): AsyncIterable<Uint8Array> | null {
  if (encoding === "" || encoding === "identity") return bytes;
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding] : undefined;
  if (!decoder) return null;
  const from = Readable.from(bytes);
  const to = decoder();
  from.on("error", () => to.end());
  return from.pipe(to) as unknown as AsyncIterable<Uint8Array>;
}

/** Thrown where a body cannot be listened to any further. */
class TapProblem extends Error {
  override readonly name = "TapProblem";
}

async function* bounded(bytes: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const chunk of bytes) {
    seen += chunk.byteLength;
    if (seen > most) throw new TapProblem(`it is longer than ${most} bytes`);
    yield chunk;
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Events that are no JSON end streams; bodies that are none have no usage.
  }
};

async function* whole(bytes: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bounded(bytes, most)) chunks.push(chunk);
  yield parsed(Buffer.concat(chunks).toString("utf8"));
}

async function* events(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  for await (const item of readSse(bounded(bytes, MAX_DECODED))) {
    if (item.kind === "oversized") throw new TapProblem("an event is too long");
    if (item.kind === "event") yield parsed(item.data);
  }
}

async function* frames(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  for await (const item of readFrames(bounded(bytes, MAX_DECODED))) {
    if (item.kind === "broken") throw new TapProblem(item.problem);
    yield parsed(item.payload);
  }
}

type Reader = (bytes: AsyncIterable<Uint8Array>, most: number) => AsyncGenerator<unknown>;

/** How bodies of a type are read. */
function readerOf(type: string): Reader | null {
  if (/^text\/event-stream\b/i.test(type)) return events;
  if (/^application\/vnd\.amazon\.eventstream\b/i.test(type)) return frames;
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(type) ? whole : null;
}

export interface Tap {
  /** Takes a copy of a chunk in; never waits. */
  add(chunk: Uint8Array): void;
  /** The body is over. @returns why not all of it was read, or `null` */
  end(): Promise<string | null>;
}

/** A tap that listens to nothing, and says why. */
const deaf = (problem: string | null): Tap => ({ add: () => {}, end: async () => problem });

/** A body as its header fields describe it. */
export interface TappedBody {
  type: string;
  encoding: string;
  /** Most bytes of a body that is one piece of JSON, decoded. */
  most: number;
}

/**
 * Listens to a body.
 * @param each gets every JSON value: the body, or each event of a stream
 */
export function tapBody({ type, encoding, most }: TappedBody, each: (value: unknown) => void): Tap {
  const read = readerOf(type);
  if (!read) return deaf(null);
  const waiting = new Waiting();
  const bytes = decode(waiting, encoding.trim().toLowerCase());
  if (!bytes) return deaf("its content encoding is not read here");
  const listen = async (): Promise<string | null> => {
    try {
      for await (const value of read(bytes, most)) each(value);
      return waiting.lost ? "it came faster than it could be read" : null;
    } catch (thrown) {
      if (waiting.lost) return "it came faster than it could be read";
      return thrown instanceof TapProblem ? thrown.message : "it could not be decoded";
    } finally {
      waiting.lost = true;
    }
  };
  const listening = listen();
  return {
    add: (chunk) => waiting.add(chunk),
    end: () => {
      waiting.end();
      return listening;
    },
  };
}
