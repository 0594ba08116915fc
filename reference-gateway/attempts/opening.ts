/**
 * The opening of a stream: events are held back until the first content, so that a failure before it can still fall back
 * to the next attempt (FLB-01, FLB-03).
 * @module
 */
import type { StreamEvent, StreamTap, TappedEvent } from "../../registry/apis/codec.ts";
import { UpstreamTimeout } from "../upstream/failure.ts";
import { isStream, refuseJsonForStream, unusable } from "./answer.ts";
import { type Exchange, toAttemptFailed, upstreamError } from "./exchange.ts";
import { AttemptFailed, decodeContext, passageOf, type Ready } from "./job.ts";
import { tapFor } from "./render.ts";

/** What a stream says, or what of it is passed on. */
type OpeningEvent = StreamEvent | TappedEvent;

/** A stream whose own bytes are passed on. */
export interface PassedStream {
  kind: "passed";
  sent: Exchange;
  /** Events that came before and with the first content. */
  held: TappedEvent[];
  packets: Packets;
  tap: StreamTap;
}

/** A stream that is written for its caller. */
export interface WrittenAnew {
  kind: "written";
  sent: Exchange;
  /** Events that came before and with the first content. */
  held: StreamEvent[];
  rest: AsyncIterator<StreamEvent>;
  /** Bytes that were read and not yet passed on; only where the caller gets the provider's own (MAP-14). */
  unsent: Uint8Array[];
  reading: Reading;
}

export type OpenStream = PassedStream | WrittenAnew;

/** Who wants to know when everything that came from the provider has been read; nobody until the relay begins. */
interface Reading {
  /** Before more is asked of the provider; that waits for what it returns. */
  dry: (() => Promise<void> | undefined) | null;
}

/** Limits what comes before the first content: it is held back, however harmless it looks (STR-08). */
class Opening {
  isOpen = false;
  private left: number;

  constructor(limit: number) {
    this.left = limit;
  }

  /** @throws TooMuchBefore */
  count({ byteLength }: Uint8Array): void {
    if (this.isOpen) return;
    this.left -= byteLength;
    if (this.left < 0) throw new TooMuchBefore();
  }
}

/**
 * The same bytes; a copy of each chunk aside where somebody wants it. Whoever reads no further leaves them open: what
 * follows the end of a stream is read by whoever closes the call. @throws TooMuchBefore
 */
async function* watched(
  chunks: AsyncIterator<Uint8Array>,
  opening: Opening,
  { aside, reading }: { aside: Uint8Array[] | null; reading: Reading },
): AsyncGenerator<Uint8Array> {
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    const chunk = next.value;
    opening.count(chunk);
    aside?.push(chunk);
    yield chunk;
    const wait = reading.dry?.();
    if (wait) await wait;
  }
}

class TooMuchBefore extends Error {
  override readonly name = "TooMuchBefore";
}

/** Nothing but comments. */
const isQuiet = (event: OpeningEvent | undefined): boolean =>
  event?.type === "keep-alive" || (event?.type === "bytes" && event.comments);

/** One comment is as good as a thousand: a host that keeps waiting must not fill the memory (STR-08). */
const repeats = (event: OpeningEvent, before: OpeningEvent | undefined): boolean =>
  isQuiet(event) && isQuiet(before);

/** Is it the beginning of an answer? */
const isContent = (event: OpeningEvent): boolean =>
  (event.type === "chunk" || event.type === "bytes") && event.content;

/** What a tap makes of a stream, packet by packet. What follows the end is left to whoever closes the call. */
export class Packets {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private readonly tap: StreamTap;
  private readonly opening: Opening;
  private waiting: TappedEvent[] = [];
  private isOver = false;

  constructor(chunks: AsyncIterator<Uint8Array>, tap: StreamTap, opening: Opening) {
    this.chunks = chunks;
    this.tap = tap;
    this.opening = opening;
  }

  /** What is left of the packet that was read last, else what the next one comes to. Not to be asked after the last event. */
  async packet(): Promise<readonly TappedEvent[]> {
    while (this.waiting.length === 0) {
      if (this.isOver) throw new Error("nothing follows the end of a stream");
      const next = await this.chunks.next();
      if (next.done) {
        this.isOver = true;
        return [this.tap.close()];
      }
      this.opening.count(next.value);
      this.waiting = this.tap.take(next.value);
      const last = this.waiting.at(-1);
      this.isOver = last !== undefined && last.type !== "bytes" && last.type !== "usage";
    }
    return this.waiting.splice(0);
  }

  /** The next event alone. */
  async next(): Promise<TappedEvent> {
    const [event, ...more] = await this.packet();
    if (event === undefined) throw new Error("a packet comes to something");
    this.waiting = more;
    return event;
  }
}

/** Reads up to the first content, which is the last of `held` then. */
async function readOpening<E extends OpeningEvent>(
  next: () => Promise<E | null>,
  held: E[],
  sent: Exchange,
  ready: Ready,
): Promise<void> {
  for (;;) {
    const said = await next();
    const event: OpeningEvent | null = said;
    // Stryker disable next-line StringLiteral,ConditionalExpression: no dialect ends a stream without a last word
    if (said === null || event === null) throw unusable(ready, "the stream is empty", sent);
    if (event.type === "error") {
      // Stryker disable next-line StringLiteral: where an event was read already nobody reads the text
      const failure = { status: sent.status, headers: sent.headers, text: "", body: event.body };
      throw new AttemptFailed(upstreamError(ready, failure));
    }
    if (event.type === "broken") throw unusable(ready, event.problem, sent);
    if (!repeats(event, held.at(-1))) held.push(said);
    if (event.type === "end" || isContent(event)) return;
  }
}

/** A stream, what reads its opening, and what gives it up. */
interface Begun {
  stream: OpenStream;
  read(): Promise<void>;
  giveUp(): Promise<void>;
}

function beginPassed(sent: Exchange, ready: Ready, tap: StreamTap, opening: Opening): Begun {
  const chunks = sent.chunks[Symbol.asyncIterator]();
  const packets = new Packets(chunks, tap, opening);
  const held: TappedEvent[] = [];
  return {
    stream: { kind: "passed", sent, held, packets, tap },
    read: () => readOpening(() => packets.next(), held, sent, ready),
    giveUp: async () => void (await chunks.return?.(undefined)),
  };
}

function beginWritten(sent: Exchange, ready: Ready, opening: Opening): Begun {
  const unsent: Uint8Array[] = [];
  const reading: Reading = { dry: null };
  const aside = ready.job.native || passageOf(ready) ? unsent : null;
  const chunks = watched(sent.chunks[Symbol.asyncIterator](), opening, { aside, reading });
  const rest = ready.api.codec.decodeStream(chunks, decodeContext(ready))[Symbol.asyncIterator]();
  const held: StreamEvent[] = [];
  const next = async (): Promise<StreamEvent | null> => {
    const step = await rest.next();
    return step.done ? null : step.value;
  };
  return {
    stream: { kind: "written", sent, held, rest, unsent, reading },
    read: () => readOpening(next, held, sent, ready),
    giveUp: async () => void (await rest.return?.(undefined)),
  };
}

/** Reads up to the first content, within a number of bytes and a time. @throws AttemptFailed, CallerGone */
export async function openStream(sent: Exchange, ready: Ready): Promise<OpenStream> {
  const { codec } = ready.api;
  const { limits, clock } = ready.job.parts;
  if (!isStream(sent.headers, codec)) await refuseJsonForStream(sent, ready);
  const opening = new Opening(limits.openingBytes);
  const tap = tapFor(ready);
  const begun = tap ? beginPassed(sent, ready, tap, opening) : beginWritten(sent, ready, opening);
  const cancelTimer = clock.after(limits.openingMs, () => sent.abort(new UpstreamTimeout("opening")));
  try {
    await begun.read();
    opening.isOpen = true;
    return begun.stream;
  } catch (thrown) {
    // What is given up must not hold its connection open while the next attempt runs.
    // Stryker disable next-line StringLiteral: the provider's side sees that the call ends, not why
    sent.abort(new Error("the stream was given up"));
    await begun.giveUp();
    if (thrown instanceof TooMuchBefore)
      throw unusable(ready, `nothing but preliminaries in ${limits.openingBytes} bytes`, sent);
    throw toAttemptFailed(thrown, ready);
  } finally {
    cancelTimer();
  }
}
