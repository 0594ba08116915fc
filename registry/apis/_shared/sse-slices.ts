/**
 * Server-sent events with the bytes that they came in: cut where events end, so that each can be looked at and its bytes
 * passed on untouched. What an event says the same parser tells as for {@link readSse}; put together again, the slices are
 * the stream, up to what no empty line has ended.
 * @module
 */
import { createParser } from "eventsource-parser";
import { MAX_EVENT_LENGTH, type SseItem } from "./sse.ts";

const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;
const DATA = "data: ";
const EVENT = "event: ";

/** A slice of a stream. */
export interface SseSlice {
  /** As they came: pieces of the chunks themselves, never copies. */
  bytes: readonly Uint8Array[];
  /** What it says; `null` for a line end between events, or fields without data. */
  item: SseItem | null;
  /** Is it a line of data and an empty line, as nearly all events are, with one of the event's name before it, or otherwise? */
  form: "data" | "named" | "other";
}

const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });
const BOM = "\ufeff";

/** Is the text from here on one line of data and an empty line? */
function isOneLine(text: string, from: number): boolean {
  const end = text.length - 2;
  return text.startsWith(DATA, from) && text.indexOf("\n", from) === end && text.charCodeAt(end + 1) === LF;
}

/** What a text says in one of the forms that nearly all events have; `null` for every other. */
function common(text: string): Omit<SseSlice, "bytes"> | null {
  const name = text.startsWith(EVENT) ? text.indexOf("\n") : -1;
  if (!isOneLine(text, name + 1) || text.includes("\r") || name === EVENT.length) return null;
  const data = text.slice(name + 1 + DATA.length, -2);
  if (data === "") return null;
  const event = name === -1 ? null : text.slice(EVENT.length, name);
  return { item: { kind: "event", event, data }, form: event === null ? "data" : "named" };
}

const itemOf = (event: string | null, data: string): SseItem =>
  data === "" ? { kind: "comment" } : { kind: "event", event, data };

/** Cuts one stream. Holds what belongs to an event that is not whole yet, up to {@link MAX_EVENT_LENGTH} bytes. */
export class SseSlices {
  private pending: Uint8Array[] = [];
  private pendingBytes = 0;
  /** Bytes of the line that is not whole yet, and the first of them. */
  private line = 0;
  private first = 0;
  private inEvent = false;
  private isFirst = true;
  /** Did the last chunk end with a CR, which an LF may follow? */
  private endedWithCr = false;
  /** Is the next slice's first byte the LF of a line end that was already read? */
  private skipsLf = false;
  private items: SseItem[] = [];
  private readonly parser = createParser({
    onEvent: ({ event, data }) => this.items.push(itemOf(event ?? null, data)),
    onComment: () => this.items.push({ kind: "comment" }),
  });

  /** Does the next chunk begin with an event, whole or not? */
  get isBetween(): boolean {
    return this.pending.length === 0 && !this.inEvent && !this.endedWithCr && !this.skipsLf;
  }

  /** The slices that are whole with this chunk. After one that is `oversized` nothing follows. */
  take(chunk: Uint8Array): SseSlice[] {
    const slices: SseSlice[] = [];
    const text = DECODER.decode(chunk);
    // One character for each byte: then a slice's text is that of the chunk, in the same place.
    const inPlace = text.length === chunk.length ? text : null;
    let start = 0;
    let at = this.lineBegin(chunk);
    let cr = chunk.indexOf(CR, at);
    let lf = chunk.indexOf(LF, at);
    while (cr !== -1 || lf !== -1) {
      const isCr = cr !== -1 && (lf === -1 || cr < lf);
      const stop = isCr ? cr : lf;
      let end = stop + 1;
      if (isCr && end < chunk.length && chunk[end] === LF) end += 1;
      const isEmpty = this.line === 0 && stop === at;
      const isComment = !this.inEvent && (this.line === 0 ? chunk[at] : this.first) === COLON;
      // The empty line behind a comment belongs to it.
      if (isComment && !isEmpty && chunk[end] === LF) end += 1;
      this.endedWithCr = isCr && end === stop + 1 && end === chunk.length;
      this.line = 0;
      if (isEmpty || isComment) {
        slices.push(this.slice(chunk.subarray(start, end), inPlace?.slice(start, end)));
        start = end;
      } else this.inEvent = true;
      at = end;
      if (cr !== -1 && cr < at) cr = chunk.indexOf(CR, at);
      if (lf !== -1 && lf < at) lf = chunk.indexOf(LF, at);
    }
    this.keep(chunk.subarray(start), chunk, at);
    if (this.pendingBytes > MAX_EVENT_LENGTH)
      slices.push({ bytes: [], item: { kind: "oversized" }, form: "other" });
    return slices;
  }

  /** Where the first line begins that this chunk has something of. */
  private lineBegin(chunk: Uint8Array): number {
    if (!this.endedWithCr || chunk.length === 0) return 0;
    this.endedWithCr = false;
    if (chunk[0] !== LF) return 0;
    this.skipsLf = this.pending.length === 0;
    return 1;
  }

  private keep(rest: Uint8Array, chunk: Uint8Array, at: number): void {
    if (at < chunk.length) {
      if (this.line === 0) this.first = chunk[at] ?? 0;
      this.line += chunk.length - at;
    }
    if (rest.length === 0) return;
    this.pending.push(rest);
    this.pendingBytes += rest.length;
  }

  /** @param lastText what `last` alone says, where that is known */
  private slice(last: Uint8Array, lastText: string | undefined): SseSlice {
    this.inEvent = false;
    if (this.pending.length === 0) {
      const { item, form } = this.read(lastText ?? DECODER.decode(last));
      return { bytes: [last], item, form };
    }
    const bytes = [...this.pending, last];
    this.pending = [];
    this.pendingBytes = 0;
    const { item, form } = this.read(DECODER.decode(Buffer.concat(bytes)));
    return { bytes, item, form };
  }

  private read(decoded: string): Omit<SseSlice, "bytes"> {
    let text = this.skipsLf ? decoded.slice(1) : decoded;
    this.skipsLf = false;
    if (this.isFirst && text.startsWith(BOM)) text = text.slice(1);
    this.isFirst = false;
    const said = common(text);
    if (said !== null) return text === decoded ? said : { ...said, form: "other" };
    // The parser waits behind a CR for what follows; here nothing does.
    this.parser.feed(text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text);
    const items = this.items.splice(0);
    return { item: items.find(({ kind }) => kind === "event") ?? items[0] ?? null, form: "other" };
  }
}

/** The same bytes in as few pieces as possible: slices that lie side by side in one chunk are one. */
export function joined(slices: readonly Uint8Array[]): Uint8Array[] {
  const out: Uint8Array[] = [];
  for (const slice of slices) {
    const before = out.at(-1);
    if (before?.buffer === slice.buffer && before.byteOffset + before.byteLength === slice.byteOffset)
      out[out.length - 1] = new Uint8Array(
        slice.buffer,
        before.byteOffset,
        before.byteLength + slice.byteLength,
      );
    else out.push(slice);
  }
  return out;
}
