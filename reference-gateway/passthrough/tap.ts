/**
 * Listens to a body that passes by. It gets copies of the chunks and never holds them up: what it cannot keep up with or
 * hold, it gives up, and says so.
 * @module
 */
import { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { readFrames } from "../../registry/apis/_shared/event-stream.ts";
import { readSse } from "../../registry/apis/_shared/sse.ts";
import { parseJson } from "../../registry/json.ts";
import type { Keeping } from "./room.ts";

/** Bytes that may wait to be listened to. */
const MAX_WAITING = 4 * 1024 * 1024;
/** Most of a decoded stream that is listened to. */
const MAX_DECODED = 512 * 1024 * 1024;
/** The words of a stream are packed a few dozen times at best; what is packed a thousandfold is no answer. */
const MAX_PACKED = 50;
/** Decoded bytes that need no packed ones to speak for them. */
const FREE_DECODED = 1024 * 1024;

/** Bytes from one side to the other, without either waiting for the other; more than may wait ends it. */
class Waiting implements AsyncIterable<Uint8Array> {
  private readonly chunks: Uint8Array[] = [];
  private readonly room: Keeping;
  private bytes = 0;
  private done = false;
  private wake: (() => void) | null = null;
  lost = false;
  /** Bytes that came so far. */
  seen = 0;

  constructor(room: Keeping) {
    this.room = room;
  }

  add(chunk: Uint8Array): void {
    const size = chunk.byteLength;
    if (this.lost || this.done) return;
    if (this.bytes + size > MAX_WAITING || !this.room.take(size)) {
      this.lose();
      return;
    }
    this.seen += size;
    this.bytes += size;
    this.chunks.push(chunk);
    this.wake?.();
  }

  /** Nobody listens any more. */
  lose(): void {
    this.lost = true;
    this.chunks.length = 0;
    this.room.give(this.bytes);
    this.bytes = 0;
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
        this.room.give(chunk.byteLength);
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

const LOST = "it came faster than it could be read, or too much is read at once";

/** Thrown where a body cannot be listened to any further. */
class TapProblem extends Error {
  override readonly name = "TapProblem";
}

/** What is read of one body: how much it may be, and room for what is kept of it until it is understood. */
class Reading {
  private readonly room: Keeping;
  private readonly most: () => number;
  private kept = 0;

  constructor(room: Keeping, most: () => number) {
    this.room = room;
    this.most = most;
  }

  /** The same bytes, which are kept. @throws TapProblem where they are too many */
  async *keep(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let seen = 0;
    for await (const chunk of bytes) {
      const size = chunk.byteLength;
      seen += size;
      if (seen > this.most()) throw new TapProblem("it is longer than is read, or packed too tightly");
      if (!this.room.take(size)) throw new TapProblem("too much is read at once");
      this.kept += size;
      yield chunk;
    }
  }

  /** What was kept is understood. */
  release(): void {
    this.room.give(this.kept);
    this.kept = 0;
  }
}

const parsed = (text: string): unknown => {
  try {
    return parseJson(text);
  } catch {
    return undefined; // Events that are no JSON end streams; bodies that are none have no usage.
  }
};

async function* whole(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  yield parsed(Buffer.concat(chunks).toString("utf8"));
}

async function* events(bytes: AsyncIterable<Uint8Array>, release: () => void): AsyncGenerator<unknown> {
  for await (const item of readSse(bytes)) {
    if (item.kind === "oversized") throw new TapProblem("an event is too long");
    if (item.kind === "event") yield parsed(item.data);
    else release();
  }
}

async function* frames(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  for await (const item of readFrames(bytes)) {
    if (item.kind === "broken") throw new TapProblem(item.problem);
    yield parsed(item.payload);
  }
}

interface Reader {
  read(bytes: AsyncIterable<Uint8Array>, release: () => void): AsyncGenerator<unknown>;
  isWhole: boolean;
}

/** How bodies of a type are read. */
function readerOf(type: string): Reader | null {
  if (/^text\/event-stream\b/i.test(type)) return { read: events, isWhole: false };
  if (/^application\/vnd\.amazon\.eventstream\b/i.test(type)) return { read: frames, isWhole: false };
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(type) ? { read: whole, isWhole: true } : null;
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
export function tapBody(
  { type, encoding, most }: TappedBody,
  room: Keeping,
  each: (value: unknown) => void,
): Tap {
  const reader = readerOf(type);
  if (!reader) return deaf(null);
  const waiting = new Waiting(room);
  const bytes = decode(waiting, encoding.trim().toLowerCase());
  if (!bytes) return deaf("its content encoding is not read here");
  const limit = reader.isWhole ? most : MAX_DECODED;
  const reading = new Reading(room, () => Math.min(limit, FREE_DECODED + MAX_PACKED * waiting.seen));
  const listen = async (): Promise<string | null> => {
    try {
      for await (const value of reader.read(reading.keep(bytes), () => reading.release())) {
        each(value);
        reading.release();
      }
      return waiting.lost ? LOST : null;
    } catch (thrown) {
      if (waiting.lost) return LOST;
      return thrown instanceof TapProblem ? thrown.message : "it could not be decoded";
    } finally {
      reading.release();
      waiting.lose();
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
