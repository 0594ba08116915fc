/**
 * Reading a stream of the Responses API, event by event (STR-04, STR-05, USE-04).
 * @module
 */
import type { ChatChunk, Delta } from "../../../canonical/chat.ts";
import { findReportedCost } from "../../../canonical/reported-cost.ts";
import { readErrorJson, readErrorText } from "../../../errors/body.ts";
import { isObject, type Json, type JsonObject, parseObject, without } from "../../../json.ts";
import { broken, type EventReader, noEvent } from "../../_shared/read-events.ts";
import { Unusable } from "../../_shared/refusals.ts";
import type { SseItem } from "../../_shared/sse.ts";
import { toolNames } from "../../_shared/tool-names.ts";
import type { DecodeContext, StreamEvent } from "../../codec.ts";
import { type Finish, finishOf } from "../finish.ts";
import { findUsage, usageOf } from "../usage.ts";
import { ItemStream, type Piece } from "./item-stream.ts";
import { type Identity, readExtras, readIdentity } from "./read-response.ts";

/** Sent by relays that close every stream OpenAI's other way. */
const DONE = "[DONE]";
const ENDS = ["response.completed", "response.incomplete", "response.failed"];

const text = (value: Json | undefined): string => (typeof value === "string" ? value : "");

/** The error of an event: flat as documented, or nested as recorded. */
const errorOf = (event: JsonObject): StreamEvent => ({
  type: "error",
  body: readErrorJson(isObject(event.error) ? event : { error: without(event, ["type", "sequence_number"]) }),
});

class ResponseReader {
  private identity: Identity | null = null;
  private roleSent = false;
  private items: ItemStream | null = null;
  private readonly context: DecodeContext;

  constructor(context: DecodeContext) {
    this.context = context;
  }

  private get content(): ItemStream {
    this.items ??= new ItemStream(
      toolNames(this.context.request),
      this.identity?.id ?? this.context.fallbackId,
    );
    return this.items;
  }

  private chunk(
    delta: Delta,
    content: boolean,
    more: { finish?: Finish; top?: JsonObject } = {},
  ): StreamEvent {
    this.identity ??= readIdentity({}, this.context);
    const first: Delta = this.roleSent ? {} : { role: "assistant" };
    this.roleSent = true;
    const choice = { index: 0, delta: { ...first, ...delta }, finish_reason: null, ...more.finish };
    const chunk: ChatChunk = {
      ...this.identity,
      object: "chat.completion.chunk",
      ...more.top,
      choices: [choice],
    };
    return { type: "chunk", chunk, content };
  }

  private said(...pieces: Piece[]): StreamEvent[] {
    return pieces.flatMap((piece) => (piece === null ? [] : [this.chunk(piece, true)]));
  }

  private opened(event: JsonObject): StreamEvent[] {
    // One id for the whole stream, whatever a host does from event to event.
    if (this.identity !== null || !isObject(event.response)) return [];
    this.identity = readIdentity(event.response, this.context);
    return [this.chunk({ content: "" }, false)];
  }

  /** The terminal event: nothing that follows is read. */
  private *end(event: JsonObject): Generator<StreamEvent> {
    const response = isObject(event.response) ? event.response : {};
    const { convention, endpoint } = this.context;
    const found = findUsage(response, convention);
    const usage = usageOf(response, convention);
    const counted: StreamEvent[] =
      found === null ? [] : [{ type: "usage", usage, reportedCost: findReportedCost(response, convention) }];
    if (event.type === "response.failed") {
      yield* counted;
      yield errorOf(response);
      return;
    }
    // A host without events of its items has them here.
    const output = Array.isArray(response.output) ? response.output.filter(isObject) : [];
    const late = this.content.isEmpty ? output : [];
    for (const [i, item] of late.entries()) yield* this.said(...this.content.done(i, item));
    const status = event.type === "response.incomplete" ? "incomplete" : (response.status ?? "completed");
    const finish = finishOf({ ...response, status }, this.content.hasCalls);
    if ("problem" in finish) {
      yield* counted;
      throw new Unusable(finish.problem);
    }
    const top = readExtras(response, this.context);
    yield this.chunk(this.content.kept(endpoint.provider), true, { finish, top });
    yield* counted;
    yield { type: "end" };
  }

  /** What an event comes to. @throws Unusable where it breaks the stream; what came before that counts */
  accept(event: JsonObject): Iterable<StreamEvent> {
    const index = Number(event.output_index);
    const item = isObject(event.item) ? event.item : {};
    switch (event.type) {
      case "response.created":
      case "response.queued":
      case "response.in_progress":
        return this.opened(event);
      case "response.output_item.added":
        return this.said(this.content.added(index, item));
      case "response.output_item.done":
        return this.said(...this.content.done(index, item));
      case "response.output_text.delta":
        return this.said(this.content.text(index, text(event.delta), event.content_index));
      case "response.refusal.delta":
        return this.said(this.content.refusal(text(event.delta)));
      case "response.reasoning_summary_text.delta":
        return this.said(this.content.summary(index, text(event.delta), event.summary_index));
      case "response.reasoning_text.delta":
        return this.said(this.content.thinking(index, text(event.delta)));
      case "response.function_call_arguments.delta":
        return this.said(this.content.arguments(index, text(event.delta)));
      case "response.function_call_arguments.done":
        return this.said(this.content.wholeArguments(index, event.arguments));
      case "response.output_text.annotation.added":
        return this.said(this.content.annotation(event));
      case "keepalive":
        return [{ type: "keep-alive" }];
      default:
        return ENDS.includes(String(event.type)) ? this.end(event) : []; // Types are added over time (STR-05).
    }
  }
}

export class ResponseEvents implements EventReader<SseItem> {
  private readonly response: ResponseReader;

  constructor(context: DecodeContext) {
    this.response = new ResponseReader(context);
  }

  read(item: SseItem): Iterable<StreamEvent> {
    if (item.kind !== "event") return [noEvent(item)];
    if (item.data === DONE) return this.close();
    const event = parseObject(item.data);
    if (item.event === "error" || event?.type === "error" || (event !== null && isObject(event.error)))
      return [event === null ? { type: "error", body: readErrorText(item.data) } : errorOf(event)];
    return event === null
      ? [broken("an event of the stream is not a JSON object")]
      : this.response.accept(event);
  }

  close(): StreamEvent[] {
    return [broken("the stream ended before the answer was finished")];
  }
}
