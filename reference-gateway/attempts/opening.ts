/**
 * The opening of a stream: events are held back until the first content, so that a failure before it can still fall back
 * to the next attempt (FLB-01, FLB-03).
 * @module
 */
import type { StreamEvent } from "../../registry/apis/codec.ts";
import { isStream, refuseJsonForStream, unusable } from "./answer.ts";
import { type Exchange, toAttemptFailed, upstreamError } from "./exchange.ts";
import { AttemptFailed, decodeContext, type Ready } from "./job.ts";

export interface OpenStream {
  sent: Exchange;
  /** Events that came before and with the first content. */
  held: StreamEvent[];
  rest: AsyncIterator<StreamEvent>;
  /** Bytes that were read and not yet passed on; only where the caller gets the provider's own (MAP-14). */
  unsent: Uint8Array[];
}

/** The same bytes, and a copy of each chunk aside. */
async function* tapped(chunks: AsyncIterable<Uint8Array>, aside: Uint8Array[]): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    aside.push(chunk);
    yield chunk;
  }
}

/** One comment is as good as a thousand: a host that keeps waiting must not fill the memory (STR-08). */
const repeats = (event: StreamEvent, before: StreamEvent | undefined): boolean =>
  event.type === "keep-alive" && before?.type === "keep-alive";

/** Reads up to the first content. @throws AttemptFailed, CallerGone */
export async function openStream(sent: Exchange, ready: Ready): Promise<OpenStream> {
  const { codec } = ready.api;
  if (!isStream(sent.headers, codec)) await refuseJsonForStream(sent, ready);
  const unsent: Uint8Array[] = [];
  const chunks = ready.job.native ? tapped(sent.chunks, unsent) : sent.chunks;
  const events = codec.decodeStream(chunks, decodeContext(ready))[Symbol.asyncIterator]();
  const held: StreamEvent[] = [];
  try {
    for (;;) {
      const next = await events.next();
      if (next.done) throw unusable(ready, "the stream is empty", sent);
      const event = next.value;
      if (event.type === "error") {
        const failure = { status: sent.status, headers: sent.headers, text: "", body: event.body };
        throw new AttemptFailed(upstreamError(ready, failure));
      }
      if (event.type === "broken") throw unusable(ready, event.problem, sent);
      if (!repeats(event, held.at(-1))) held.push(event);
      if (event.type === "end" || (event.type === "chunk" && event.content))
        return { sent, held, rest: events, unsent };
    }
  } catch (thrown) {
    // What is given up must not hold its connection open while the next attempt runs.
    sent.abort(new Error("the stream was given up"));
    await events.return?.();
    throw toAttemptFailed(thrown, ready);
  }
}
