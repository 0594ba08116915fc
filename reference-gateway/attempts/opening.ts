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
export type RelayedEvent = StreamEvent | TappedEvent;

export interface OpenStream {
  sent: Exchange;
  /** Events that came before and with the first content. */
  held: RelayedEvent[];
  rest: AsyncIterator<RelayedEvent>;
  /** Passes the provider's own bytes on and ends them; `null` where the stream is written anew. */
  tap: StreamTap | null;
  /** Bytes that were read and not yet passed on; only where the caller gets the provider's own (MAP-14). */
  unsent: Uint8Array[];
  reading: Reading;
}

/** Who wants to know when everything that came from the provider has been read; nobody until the relay begins. */
interface Reading {
  /** Before more is asked of the provider; that waits for what it returns. */
  dry: (() => Promise<void> | undefined) | null;
}

/** Limits what comes before the first content: it is held back, however harmless it looks (STR-08). */
interface Opening {
  isOpen: boolean;
  bytes: number;
}

/**
 * The same bytes; a copy of each chunk aside where somebody wants it. Whoever reads no further leaves them open: what
 * follows the end of a stream is read by whoever closes the call. @throws TooMuchBefore
 */
async function* watched(
  chunks: AsyncIterator<Uint8Array>,
  opening: Opening,
  limit: number,
  { aside, reading }: { aside: Uint8Array[] | null; reading: Reading },
): AsyncGenerator<Uint8Array> {
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    const chunk = next.value;
    if (!opening.isOpen) {
      opening.bytes += chunk.byteLength;
      if (opening.bytes > limit) throw new TooMuchBefore();
    }
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
const isQuiet = (event: RelayedEvent | undefined): boolean =>
  event?.type === "keep-alive" || (event?.type === "bytes" && event.comments);

/** One comment is as good as a thousand: a host that keeps waiting must not fill the memory (STR-08). */
const repeats = (event: RelayedEvent, before: RelayedEvent | undefined): boolean =>
  isQuiet(event) && isQuiet(before);

/** Is it the beginning of an answer? */
const isContent = (event: RelayedEvent): boolean =>
  (event.type === "chunk" || event.type === "bytes") && event.content;

/** What a tap makes of a stream, chunk by chunk. What follows the end is left to whoever closes the call. */
async function* tapped(chunks: AsyncIterator<Uint8Array>, tap: StreamTap): AsyncGenerator<RelayedEvent> {
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    for (const event of tap.take(next.value)) {
      yield event;
      if (event.type !== "bytes" && event.type !== "usage") return;
    }
  }
  yield tap.close();
}

async function readOpening(
  events: AsyncIterator<RelayedEvent>,
  held: RelayedEvent[],
  sent: Exchange,
  ready: Ready,
): Promise<void> {
  for (;;) {
    const next = await events.next();
    // Stryker disable next-line StringLiteral,ConditionalExpression: no dialect ends a stream without a last word
    if (next.done) throw unusable(ready, "the stream is empty", sent);
    const event = next.value;
    if (event.type === "error") {
      // Stryker disable next-line StringLiteral: where an event was read already nobody reads the text
      const failure = { status: sent.status, headers: sent.headers, text: "", body: event.body };
      throw new AttemptFailed(upstreamError(ready, failure));
    }
    if (event.type === "broken") throw unusable(ready, event.problem, sent);
    if (!repeats(event, held.at(-1))) held.push(event);
    if (event.type === "end" || isContent(event)) return;
  }
}

/** Reads up to the first content, within a number of bytes and a time. @throws AttemptFailed, CallerGone */
export async function openStream(sent: Exchange, ready: Ready): Promise<OpenStream> {
  const { codec } = ready.api;
  const { limits, clock } = ready.job.parts;
  if (!isStream(sent.headers, codec)) await refuseJsonForStream(sent, ready);
  const unsent: Uint8Array[] = [];
  const opening: Opening = { isOpen: false, bytes: 0 };
  const reading: Reading = { dry: null };
  const aside = ready.job.native || passageOf(ready) ? unsent : null;
  const chunks = watched(sent.chunks[Symbol.asyncIterator](), opening, limits.openingBytes, {
    aside,
    reading,
  });
  const tap = tapFor(ready);
  const said = tap ? tapped(chunks, tap) : codec.decodeStream(chunks, decodeContext(ready));
  const events = said[Symbol.asyncIterator]();
  const held: RelayedEvent[] = [];
  const cancelTimer = clock.after(limits.openingMs, () => sent.abort(new UpstreamTimeout("opening")));
  try {
    await readOpening(events, held, sent, ready);
    opening.isOpen = true;
    return { sent, held, rest: events, tap, unsent, reading };
  } catch (thrown) {
    // What is given up must not hold its connection open while the next attempt runs.
    // Stryker disable next-line StringLiteral: the provider's side sees that the call ends, not why
    sent.abort(new Error("the stream was given up"));
    await events.return?.(undefined);
    if (thrown instanceof TooMuchBefore)
      throw unusable(ready, `nothing but preliminaries in ${limits.openingBytes} bytes`, sent);
    throw toAttemptFailed(thrown, ready);
  } finally {
    cancelTimer();
  }
}
