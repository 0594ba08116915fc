/**
 * Server-sent events from bytes, as the standard reads them: LF, CR and CRLF, comments, BOM, multi-line data,
 * and nothing that depends on where the bytes were cut (STR-01, STR-02).
 * @module
 */
import { createParser } from "eventsource-parser";

export type SseItem =
  | { kind: "event"; event: string | null; data: string }
  /** A comment, or an event without data, which some hosts send to keep the connection open. */
  | { kind: "comment" }
  /** An event that is longer than anybody keeps in memory. Nothing follows. */
  | { kind: "oversized" };

/** Longest event, in characters: images in deltas fit, a line that never ends does not (STR-08). */
export const MAX_EVENT_LENGTH = 16 * 1024 * 1024;

/**
 * Reads bytes as events. An event that the stream does not close with an empty line is discarded, as the standard says.
 */
export async function* readSse(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<SseItem> {
  const items: SseItem[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) =>
      items.push(data === "" ? { kind: "comment" } : { kind: "event", event: event ?? null, data }),
    onComment: () => items.push({ kind: "comment" }),
    onError: ({ type }) => {
      if (type === "max-buffer-size-exceeded") items.push({ kind: "oversized" });
    },
    maxBufferSize: MAX_EVENT_LENGTH,
  });
  const decoder = new TextDecoder("utf-8");
  let last = "";
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true });
    if (text === "") continue;
    last = text;
    parser.feed(text);
    const oversized = items.at(-1)?.kind === "oversized";
    yield* items.splice(0);
    if (oversized) return;
  }
  // The parser holds a final CR back, since an LF could follow; at the end of the stream none will.
  if (last.endsWith("\r")) parser.feed("\n");
  yield* items.splice(0);
}

const encoder = new TextEncoder();

/** One event on the wire. Newlines cannot occur in JSON text, so one data line is enough. */
export const sseData = (data: string): Uint8Array => encoder.encode(`data: ${data}\n\n`);

/** A comment that keeps middleboxes from closing a quiet stream. */
export const sseComment = (): Uint8Array => encoder.encode(": keep-alive\n\n");
