/**
 * Reading a stream in Anthropic's dialect, event by event (STR-04, STR-05, USE-04).
 * @module
 */
import type { ChatChunk, Delta } from "../../../canonical/chat.ts";
import { findReportedCost } from "../../../canonical/reported-cost.ts";
import { isObject, type JsonObject, parseObject, textOrNull } from "../../../json.ts";
import { broken, type EventReader, noEvent } from "../../_shared/read-events.ts";
import type { SseItem } from "../../_shared/sse.ts";
import { toolNames } from "../../_shared/tool-names.ts";
import type { DecodeContext, Ending, StreamEvent } from "../../codec.ts";
import { decodeError } from "../errors.ts";
import { mapFinish } from "../finish.ts";
import { pick, refusalOf } from "../response.ts";
import { findUsage, mergeUsage, readUsage } from "../usage.ts";
import { BlockStream } from "./block-stream.ts";

/** Sent by relays that close every stream OpenAI's way. */
export const DONE = "[DONE]";

class MessageReader {
  /** Did the provider say why the answer ended? */
  finished = false;
  private id: string | null = null;
  private model: string | null = null;
  private roleSent = false;
  private usage: JsonObject | null = null;
  private blocks: BlockStream | null = null;
  private readonly context: DecodeContext;

  constructor(context: DecodeContext) {
    this.context = context;
  }

  private get content(): BlockStream {
    this.blocks ??= new BlockStream(toolNames(this.context.request), this.id ?? this.context.fallbackId);
    return this.blocks;
  }

  private chunk(
    delta: Delta,
    content: boolean,
    more: { choice?: object; top?: JsonObject } = {},
  ): StreamEvent {
    const first: Delta = this.roleSent ? {} : { role: "assistant" };
    this.roleSent = true;
    const chunk: ChatChunk = {
      id: this.id ?? this.context.fallbackId,
      object: "chat.completion.chunk",
      created: this.context.nowSeconds,
      model: this.model ?? this.context.endpoint.providerModelId,
      ...more.top,
      choices: [{ index: 0, delta: { ...first, ...delta }, finish_reason: null, ...more.choice }],
    };
    return { type: "chunk", chunk, content };
  }

  private said(delta: Delta | null): StreamEvent[] {
    return delta === null ? [] : [this.chunk(delta, true)];
  }

  private counted(body: JsonObject): StreamEvent[] {
    const { convention } = this.context;
    const found = findUsage(body, convention);
    if (found === null) return [];
    this.usage = mergeUsage(this.usage, found);
    const usage = readUsage(this.usage, convention);
    return [{ type: "usage", usage, reportedCost: findReportedCost(body, convention) }];
  }

  private begin(body: JsonObject): StreamEvent[] {
    const message = isObject(body.message) ? body.message : {};
    const id = textOrNull(message.id);
    // Relays repeat the opening; another message in the midst of this one is a broken relay.
    if (this.roleSent)
      return id === this.id ? [] : [broken("another message began in the midst of the stream")];
    this.id = id;
    this.model = textOrNull(message.model);
    return [this.chunk({ content: "" }, false), ...this.counted(message)];
  }

  private startBlock(body: JsonObject): StreamEvent[] {
    if (!isObject(body.content_block)) return [broken("a content block of the stream is not an object")];
    const over = this.content.begin(Number(body.index)).flatMap((delta) => this.said(delta));
    const delta = this.content.start(Number(body.index), body.content_block);
    return [...over, ...(delta === "unnamed" ? [broken("a tool call never got a name")] : this.said(delta))];
  }

  private finish(body: JsonObject): StreamEvent[] {
    const delta = isObject(body.delta) ? body.delta : {};
    const counted = this.counted(body);
    const word = textOrNull(delta.stop_reason);
    if (word === null || this.finished) return counted;
    this.finished = true;
    const left = this.content.stopAll().map((rest) => this.chunk(rest, true));
    const sequence = textOrNull(delta.stop_sequence);
    const refusal = refusalOf(delta);
    const choice = {
      ...mapFinish(word, this.content.hasCalls),
      ...(sequence === null ? {} : { stop_sequence: sequence }),
    };
    const top = pick({ ...body, ...delta }, this.context.traits.extraFields.completion);
    const last: Delta = { ...(refusal === null ? {} : { refusal }), ...this.content.ordered() };
    return [...left, this.chunk(last, true, { choice, top }), ...counted];
  }

  accept(body: JsonObject): StreamEvent[] {
    if (this.finished && String(body.type).startsWith("content_block")) return [];
    switch (body.type) {
      case "message_start":
        return this.begin(body);
      case "content_block_start":
        return this.startBlock(body);
      case "content_block_delta":
        return this.said(this.content.delta(Number(body.index), isObject(body.delta) ? body.delta : {}));
      case "content_block_stop":
        return this.said(this.content.stop(Number(body.index)));
      case "message_delta":
        return this.finish(body);
      case "ping":
        return [{ type: "keep-alive" }];
      default:
        return []; // Event types are added over time (STR-05).
    }
  }
}

export class MessageEvents implements EventReader<SseItem> {
  /** The object of the event that was read last. */
  body: JsonObject = {};
  private readonly message: MessageReader;

  constructor(context: DecodeContext) {
    this.message = new MessageReader(context);
  }

  /** Did the provider say why the answer ended? */
  get finished(): boolean {
    return this.message.finished;
  }

  /** What the stream has come to where nothing more is said. */
  get ending(): Ending {
    return this.finished
      ? { type: "end" }
      : { type: "broken", problem: "the stream ended before the answer was finished" };
  }

  close(): StreamEvent[] {
    return [this.ending];
  }

  /** What one event says, in order. */
  read(item: SseItem): StreamEvent[] {
    if (item.kind !== "event") return [noEvent(item)];
    if (item.data === DONE) return this.close();
    const body = parseObject(item.data);
    if (item.event === "error" || body?.type === "error" || (isObject(body) && isObject(body.error)))
      return [{ type: "error", body: decodeError(item.data) }];
    if (body === null) return [broken("an event of the stream is not a JSON object")];
    this.body = body;
    return body.type === "message_stop" ? this.close() : this.message.accept(body);
  }
}
