/**
 * A provider's stream for a caller of the same API: its own events, wherever one is what the caller's clients read. What
 * relays leave out is put in, what they say twice is left out, and the last word waits for the books (MAP-16, STR-04).
 * @module
 */

import { markedChunk } from "../../../canonical/origin.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import type { ApiError } from "../../../errors/api-error.ts";
import { isObject, type JsonObject, textOrNull } from "../../../json.ts";
import { Passed } from "../../_shared/passed.ts";
import { isFinal } from "../../_shared/read-events.ts";
import { type SseSlice, SseSlices } from "../../_shared/sse-slices.ts";
import { toolNames } from "../../_shared/tool-names.ts";
import type { DecodeContext, RenderContext, StreamTap, TappedEvent } from "../../codec.ts";
import { argumentsOf } from "../blocks.ts";
import { encodeError } from "../errors.ts";
import { MessageEvents } from "../upstream/read-stream.ts";
import { mergeUsage, renderUsage } from "../usage.ts";
import { sameReason } from "./pass-answer.ts";
import { frame, NOTHING_COUNTED } from "./write-stream.ts";

type Bytes = readonly Uint8Array[];

const encoder = new TextEncoder();

/** An event as this API frames it: clients go by the name, which some relays leave out. */
function framed({ bytes, item, form }: SseSlice, { type }: JsonObject): Bytes {
  if (item?.kind !== "event" || typeof type !== "string") return [];
  if (form === "named" && item.event === type) return bytes;
  return [encoder.encode(`event: ${type}\ndata: ${item.data.replaceAll("\n", "")}\n\n`)];
}

class MessageTap implements StreamTap {
  private readonly slices = new SseSlices();
  private readonly reader: MessageEvents;
  private readonly decode: DecodeContext;
  private readonly render: RenderContext;
  private readonly open = new Set<number>();
  private started = false;
  private calls = 0;
  /** The event that says why the answer ended: it leaves with the end, when the books are closed. */
  private ending: JsonObject | null = null;
  private last: Bytes = [];
  private stop: Bytes = [frame({ type: "message_stop" })];

  constructor(decode: DecodeContext, render: RenderContext) {
    this.decode = decode;
    this.render = render;
    this.reader = new MessageEvents(decode);
  }

  take(chunk: Uint8Array): TappedEvent[] {
    const passed = new Passed();
    for (const slice of this.slices.take(chunk)) {
      if (slice.item === null) continue;
      const events = this.reader.read(slice.item);
      const { body } = this.reader;
      if (slice.item.kind === "event" && !events.some(isFinal)) passed.add(this.written(slice, body));
      else if (slice.item.kind === "event" && body.type === "message_stop") this.stop = framed(slice, body);
      for (const event of events) {
        if (event.type === "keep-alive") {
          if (slice.item.kind === "comment") passed.comment();
        } else if (event.type === "chunk")
          passed.tells(markedChunk(event.chunk, this.decode.endpoint), event.content);
        else passed.say(event);
        if (isFinal(event)) return passed.events;
      }
    }
    return passed.flush();
  }

  close(): TappedEvent {
    return this.reader.ending;
  }

  /** What the caller gets of an event. */
  private written(slice: SseSlice, body: JsonObject): Bytes {
    switch (body.type) {
      case "message_start":
        return this.opening(slice, body);
      case "content_block_start":
        return this.block(slice, body);
      case "content_block_delta":
        return this.open.has(Number(body.index)) ? framed(slice, body) : [];
      case "content_block_stop":
        return this.open.delete(Number(body.index)) ? framed(slice, body) : [];
      case "message_delta":
        return this.finish(slice, body);
      default:
        return framed(slice, body);
    }
  }

  /** Relays repeat the opening; some leave out its id, or counts that clients read before any other. */
  private opening(slice: SseSlice, body: JsonObject): Bytes {
    if (this.started) return [];
    this.started = true;
    const message = isObject(body.message) ? body.message : {};
    if (textOrNull(message.id) !== null && isObject(message.usage)) return framed(slice, body);
    const id = textOrNull(message.id) ?? this.decode.fallbackId;
    const usage = isObject(message.usage) ? message.usage : NOTHING_COUNTED;
    return [frame({ ...body, message: { ...message, id, usage } })];
  }

  /** A call has an id, and its input comes in pieces: clients that count on them read no other. */
  private block(slice: SseSlice, body: JsonObject): Bytes {
    const { index, content_block: block } = body;
    if (this.ending !== null || !isObject(block)) return [];
    this.open.add(Number(index));
    if (block.type !== "tool_use") return framed(slice, body);
    const fallback = `toolu_${this.decode.fallbackId}_${this.calls++}`;
    const isWhole = isObject(block.input) && Object.keys(block.input).length > 0;
    if (textOrNull(block.id) !== null && !isWhole) return framed(slice, body);
    const call = { ...block, id: textOrNull(block.id) ?? fallback, input: {} };
    const delta = { type: "input_json_delta", partial_json: argumentsOf(block.input) };
    return [
      frame({ ...body, content_block: call }),
      ...(isWhole ? [frame({ type: "content_block_delta", index, delta })] : []),
    ];
  }

  /** The first reason of an end holds, with the last counts. */
  private finish(slice: SseSlice, body: JsonObject): Bytes {
    const delta = isObject(body.delta) ? body.delta : {};
    if (this.ending !== null) {
      const counted = isObject(this.ending.usage) ? this.ending.usage : null;
      const usage = isObject(body.usage) ? mergeUsage(counted, body.usage) : counted;
      this.ending = { ...this.ending, usage: usage ?? undefined };
      this.last = [frame(this.ending)];
      return [];
    }
    const reason = sameReason(delta, this.calls > 0);
    if (reason === null) return framed(slice, body);
    const closed = [...this.open].map((index) => frame({ type: "content_block_stop", index }));
    this.open.clear();
    this.ending = { ...body, delta: { ...delta, stop_reason: reason } };
    this.last = reason === delta.stop_reason ? framed(slice, body) : [frame(this.ending)];
    return closed;
  }

  /** Clients read the counts of the last word, which some relays leave out. */
  end(usage: UsageReading): Uint8Array[] {
    const { ending, last, stop } = this;
    const isCounted = ending === null || isObject(ending.usage);
    const word = isCounted ? last : [frame({ ...ending, usage: renderUsage(usage, this.render) })];
    return [...word, ...stop];
  }

  error(error: ApiError): Uint8Array[] {
    return [frame(encodeError(error, this.render.requestId))];
  }
}

/** Begins to pass a stream on; `null` for callers who know tools by other names. */
export const passStream = (decode: DecodeContext, render: RenderContext): StreamTap | null =>
  toolNames(decode.request).isPlain ? new MessageTap(decode, render) : null;
