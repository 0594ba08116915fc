/**
 * A provider's stream for a caller of the same API: its own bytes, event by event, wherever an event says what the caller
 * is to read. Others are written anew, and the usage goes where the caller asked for it (MAP-16, STR-04, STR-06).
 * @module
 */

import type { ChatChunk } from "../../../canonical/chat.ts";
import { markedChunk } from "../../../canonical/origin.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import type { ApiError } from "../../../errors/api-error.ts";
import { isObject, type JsonObject } from "../../../json.ts";
import { withMember } from "../../_shared/members.ts";
import { Passed } from "../../_shared/passed.ts";
import { isFinal } from "../../_shared/read-events.ts";
import { sseData } from "../../_shared/sse.ts";
import { type SseSlice, SseSlices } from "../../_shared/sse-slices.ts";
import { toolNames } from "../../_shared/tool-names.ts";
import type { DecodeContext, RenderContext, StreamTap, TappedEvent } from "../../codec.ts";
import { encodeError } from "../errors.ts";
import { ChunkEvents, DONE, type TextEvents } from "../upstream/read-stream.ts";
import { asCharacters, bytesOf, type TextForm } from "../upstream/text-form.ts";
import { findUsage } from "../usage.ts";
import { callFormOf } from "./other-kinds.ts";
import { sameChunk, sameUsage, setUsage } from "./same.ts";

type Bytes = readonly Uint8Array[];

const encoder = new TextEncoder();

const NO_USAGE = ',"usage":null';
const NO_USAGE_BYTES = encoder.encode(NO_USAGE);
const CLOSED = "}\n\n";
const CLOSING = 0x7d;
const LF = 0x0a;

/** After so many events that have no form that is known, the rest of a packet is read without looking for one. */
const MAX_MISSED = 4;

const json = (body: unknown): Uint8Array => sseData(JSON.stringify(body));

/** An event as this API frames it. What a host frames otherwise many clients do not read; line ends in JSON are blanks. */
const framed = (data: string): Bytes => [sseData(data.replaceAll("\n", ""))];

const dataOf = ({ item }: SseSlice): string => (item?.kind === "event" ? item.data : "");

/** An event with its data changed; `null` where it cannot be told what to change. */
function withData(slice: SseSlice, change: (data: string) => string | null): Bytes | null {
  const changed = change(dataOf(slice));
  return changed === null ? null : framed(changed);
}

/** An event of one chunk whose last line is its object: `usage` is set to `null` at the object's end. */
function withoutUsageSaid({ bytes, form }: SseSlice): Bytes | null {
  const [event, ...more] = bytes;
  if (form !== "data") return null;
  const close = (event?.length ?? 0) - 3;
  if (event === undefined || more.length > 0 || event[close] !== CLOSING || event[close + 1] !== LF)
    return null;
  return [event.subarray(0, close), NO_USAGE_BYTES, event.subarray(close)];
}

/** An event that holds nothing but usage, kept for the end. */
interface UsageEvent {
  slice: SseSlice;
  body: JsonObject;
  raw: JsonObject;
}

/** Where the events of a form end that a packet begins with, in order. */
function endsOf(characters: string, form: TextForm): number[] {
  const ends: number[] = [];
  for (let end = form.endOf(characters, 0); end !== -1; end = form.endOf(characters, end)) ends.push(end);
  return ends;
}

/** Events of a form that ends with its object: `usage` is set to `null` at the end of each. */
function withoutUsage(characters: string, ends: readonly number[]): Uint8Array {
  let out = "";
  let from = 0;
  for (const end of ends) {
    out += characters.slice(from, end - CLOSED.length) + NO_USAGE + CLOSED;
    from = end;
  }
  return bytesOf(out);
}

/** What events of a form say, one after the other. */
function chunksOf(
  chunk: Uint8Array,
  ends: readonly number[],
  { form, chunk: saying }: TextEvents,
): ChatChunk[] {
  return ends.map((end, i) => saying(form.textIn(chunk.subarray(ends[i - 1] ?? 0, end))));
}

class ChatTap implements StreamTap {
  private readonly slices = new SseSlices();
  private readonly reader: ChunkEvents;
  private readonly asked: boolean;
  private readonly decode: DecodeContext;
  private readonly render: RenderContext;
  private last: ChatChunk | null = null;
  private counted: UsageEvent | null = null;
  private done: Bytes = [sseData(DONE)];

  constructor(decode: DecodeContext, render: RenderContext) {
    this.decode = decode;
    this.render = render;
    this.reader = new ChunkEvents(decode);
    this.asked = render.request.stream_options?.include_usage === true;
  }

  take(chunk: Uint8Array): TappedEvent[] {
    const passed = new Passed();
    let from = 0;
    for (let missed = 0; from < chunk.byteLength && missed < MAX_MISSED; missed++) {
      const end = this.passTexts(chunk, from, passed);
      if (end > from) missed = 0;
      // One event that has to be read, after which others may be of the form again.
      const next = this.slices.isBetween ? chunk.indexOf(LF, end) + 2 : 0;
      from = next > end + 2 && chunk[next - 1] === LF ? next : chunk.byteLength;
      if (this.read(chunk.subarray(end, from), passed)) return passed.events;
    }
    if (this.read(chunk.subarray(from), passed)) return passed.events;
    return passed.flush();
  }

  /** Reads events one by one. @returns whether the last of them was the stream's */
  private read(bytes: Uint8Array, passed: Passed): boolean {
    if (bytes.byteLength === 0) return false;
    for (const slice of this.slices.take(bytes)) {
      const { item } = slice;
      if (item === null) continue;
      if (item.kind === "event" && item.data === DONE && slice.form === "data") this.done = slice.bytes;
      for (const event of this.reader.read(item)) {
        if (event.type === "keep-alive") passed.comment();
        else if (event.type !== "chunk") passed.say(event);
        else {
          const { isPlain } = this.reader;
          const said = isPlain ? event.chunk : markedChunk(event.chunk, this.decode.endpoint);
          this.last = said;
          passed.add(this.written(slice, said));
          passed.tells(said, event.content);
        }
        if (isFinal(event)) return true;
      }
      if (item.kind === "event") this.keepUsage(slice);
    }
    return false;
  }

  close(): TappedEvent {
    return this.reader.ending;
  }

  /**
   * Passes the events from a place of a packet on that go on with a text: nearly all, and none of them is read.
   * @returns where the first of another kind begins
   */
  private passTexts(packet: Uint8Array, from: number, passed: Passed): number {
    const texts = this.slices.isBetween ? this.reader.texts : null;
    if (texts === null) return from;
    const saysUsage = Object.hasOwn(texts.body, "usage");
    const isAsItIs = saysUsage === this.asked;
    if (!isAsItIs && (saysUsage || !texts.form.endsWithObject)) return from;
    const chunk = from === 0 ? packet : packet.subarray(from);
    const characters = asCharacters(chunk);
    const ends = endsOf(characters, texts.form);
    const last = ends.at(-1);
    if (last === undefined) return from;
    passed.add([isAsItIs ? chunk.subarray(0, last) : withoutUsage(characters, ends)]);
    passed.tells(() => chunksOf(chunk, ends, texts), true);
    return from + last;
  }

  /** Usage that stands alone in the API's own place is what the caller gets of it, if it asked. */
  private keepUsage(slice: SseSlice): void {
    const { body } = this.reader;
    if (!this.asked || !isObject(body.usage) || !Array.isArray(body.choices) || body.choices.length > 0)
      return;
    this.counted = { slice, body, raw: body.usage };
  }

  private written(slice: SseSlice, chunk: ChatChunk): Bytes {
    const { body, isPlain } = this.reader;
    const own = isPlain || (sameChunk(body, chunk) && findUsage(body, this.decode.convention) === null);
    return (own ? this.passed(slice, body) : null) ?? [json(this.asked ? { ...chunk, usage: null } : chunk)];
  }

  /** The event's own bytes. Callers who asked for usage find `null` before it comes, others find no word of it. */
  private passed(slice: SseSlice, body: JsonObject): Bytes | null {
    if (Object.hasOwn(body, "usage") === this.asked)
      return slice.form === "data" ? slice.bytes : framed(dataOf(slice));
    if (!this.asked) return withData(slice, (data) => withMember(data, "usage", null));
    return withoutUsageSaid(slice) ?? withData(slice, (data) => withMember(data, "usage", "null"));
  }

  private usageChunk(reading: UsageReading): Bytes {
    if (!this.asked || reading.kind !== "known" || this.last === null) return [];
    const { id, object, created, model } = this.last;
    const head = { id, object, created, model };
    const { counted } = this;
    if (counted !== null && Object.entries(head).every(([key, value]) => counted.body[key] === value)) {
      const { slice, raw } = counted;
      if (sameUsage(raw, reading.usage)) return slice.form === "data" ? slice.bytes : framed(dataOf(slice));
      const usage = JSON.stringify(setUsage(raw, reading.usage));
      const set = withData(slice, (data) => withMember(data, "usage", usage));
      if (set !== null) return set;
    }
    const raw = isObject(reading.raw) ? reading.raw : {};
    return [json({ ...head, choices: [], usage: setUsage(raw, reading.usage) })];
  }

  end(usage: UsageReading): Uint8Array[] {
    return [...this.usageChunk(usage), ...this.done];
  }

  error(error: ApiError): Uint8Array[] {
    return [json(encodeError(error, this.render.requestId, []))];
  }
}

/** Begins to pass a stream on; `null` for callers who know tools by other names or in other forms. */
export function passStream(decode: DecodeContext, render: RenderContext): StreamTap | null {
  const { custom, first } = callFormOf(render.body);
  const isPlain = custom.size === 0 && !first && toolNames(decode.request).isPlain;
  return isPlain ? new ChatTap(decode, render) : null;
}
