/**
 * Reading a stream of Cohere, event by event (STR-04, STR-05, USE-04).
 * @module
 */
import type { ChatChunk, Delta } from "../../../canonical/chat.ts";
import { TurnOrder } from "../../../canonical/item-order.ts";
import { type ErrorBody, readErrorJson, readErrorText } from "../../../errors/body.ts";
import { isObject, type Json, type JsonObject, parseObject, textOrNull } from "../../../json.ts";
import { broken, type EventReader, noEvent } from "../../_shared/read-events.ts";
import type { SseItem } from "../../_shared/sse.ts";
import type { DecodeContext, Ending, StreamEvent } from "../../codec.ts";
import { findUsage } from "../../openai-chat/usage.ts";
import { toAnnotations } from "../citations.ts";
import { failureBody, isError } from "../errors.ts";
import { type Finish, isFailure, mapFinish } from "../finish.ts";
import { toLogprobs } from "../logprobs.ts";
import { cohereNames } from "../tool-names.ts";
import { readUsage } from "../usage.ts";
import { ToolStream } from "./tool-stream.ts";

interface ReadChunk {
  chunk: ChatChunk;
  content: boolean;
}

/** Events that are parts of an answer; any other keeps the connection open and says nothing. */
const PARTS = ["message", "content", "tool-plan", "tool-call", "citation"].flatMap((part) =>
  ["start", "delta", "end"].map((step) => `${part}-${step}`),
);

const isPart = (type: string): boolean => PARTS.includes(type);

const DONE = "[DONE]";

/** What a stream that failed says about it, or `null` for one that did not. */
function failureOf(event: JsonObject): ErrorBody | null {
  const delta = isObject(event.delta) ? event.delta : {};
  const word = textOrNull(delta.finish_reason);
  if (word !== null && isFailure(word)) return failureBody(word, readErrorJson(delta.error ?? null));
  return textOrNull(event.type) === null && isError(event) ? readErrorJson(event) : null;
}

const listOf = (value: Json | undefined): Json[] =>
  Array.isArray(value) ? value : isObject(value) ? [value] : [];

class PartReader {
  private readonly context: DecodeContext;
  private id: string | null = null;
  private roleSent = false;
  private tools: ToolStream | null = null;
  private done = false;
  private readonly order = new TurnOrder();

  constructor(context: DecodeContext) {
    this.context = context;
  }

  /** What the stream has come to where nothing more is said. */
  get ending(): Ending {
    if (this.tools?.unnamed) return { type: "broken", problem: "a tool call never got a name" };
    if (this.done) return { type: "end" };
    return { type: "broken", problem: "the stream ended before the answer was finished" };
  }

  private get calls(): ToolStream {
    this.tools ??= new ToolStream(cohereNames(this.context.request), this.id ?? this.context.fallbackId);
    return this.tools;
  }

  private chunk(delta: Delta, finish: Finish | null, logprobs: JsonObject | null): ReadChunk | null {
    const content = finish !== null || Object.keys(delta).length > 0;
    if (!content && this.roleSent) return null;
    const first: Delta = this.roleSent ? {} : { role: "assistant" };
    this.roleSent = true;
    this.id ??= this.context.fallbackId;
    const native = finish?.native === undefined ? {} : { native_finish_reason: finish.native };
    return {
      content,
      chunk: {
        id: this.id,
        object: "chat.completion.chunk",
        created: this.context.nowSeconds,
        model: this.context.endpoint.providerModelId,
        choices: [
          {
            index: 0,
            delta: { ...first, ...delta },
            ...(logprobs === null ? {} : { logprobs }),
            finish_reason: finish?.reason ?? null,
            ...native,
          },
        ],
      },
    };
  }

  private delta(type: string, place: number, message: JsonObject): Delta {
    const delta: Delta = {};
    // Another block is another thought.
    if (type === "content-start") this.order.close();
    if (type === "content-start" || type === "content-delta") {
      const content = isObject(message.content) ? message.content : {};
      const text = textOrNull(content.text);
      const thinking = textOrNull(content.thinking);
      if (text !== null) {
        delta.content = text;
        this.order.text(text);
      }
      if (thinking !== null) {
        delta.reasoning_content = thinking;
        this.order.thinking(thinking);
      }
    }
    const plan = type === "tool-plan-delta" ? textOrNull(message.tool_plan) : null;
    if (plan !== null) delta.tool_plan = plan;
    if (type === "tool-call-start" || type === "tool-call-delta") {
      const calls = this.calls.accept(place, message.tool_calls);
      if (calls.length > 0) delta.tool_calls = calls;
      for (const { id } of calls) if (id !== undefined) this.order.piece("tool_call");
    }
    const citations = type === "citation-start" ? listOf(message.citations) : [];
    if (citations.length > 0) Object.assign(delta, { citations }, toAnnotations(citations));
    return delta;
  }

  /** The chunk that an event amounts to, or `null` when it says nothing to the caller. */
  accept(type: string, event: JsonObject): ReadChunk | null {
    if (this.done) return null;
    // One id for the whole stream.
    this.id ??= textOrNull(event.id);
    const outer = isObject(event.delta) ? event.delta : {};
    if (type === "message-end") return this.finish(textOrNull(outer.finish_reason));
    // Stryker disable next-line ConditionalExpression: a call without a number is told from the others by having none
    const place = typeof event.index === "number" ? event.index : 0;
    const delta = this.delta(type, place, isObject(outer.message) ? outer.message : {});
    if (type !== "message-start" && Object.keys(delta).length === 0) return null;
    return this.chunk(delta, null, type === "content-delta" ? toLogprobs(event.logprobs) : null);
  }

  private finish(word: string | null): ReadChunk | null {
    const any = this.tools?.any === true;
    // Without a word only calls tell that the answer is whole.
    if (word === null && !any) return null;
    this.done = true;
    const calls = this.tools?.close() ?? [];
    const delta: Delta = { ...this.order.field(), ...(calls.length === 0 ? {} : { tool_calls: calls }) };
    return this.chunk(delta, mapFinish(word ?? "TOOL_CALL", any), null);
  }
}

export class PartEvents implements EventReader<SseItem> {
  private readonly parts: PartReader;
  private readonly context: DecodeContext;

  constructor(context: DecodeContext) {
    this.context = context;
    this.parts = new PartReader(context);
  }

  *read(item: SseItem): Generator<StreamEvent> {
    if (item.kind !== "event") return yield noEvent(item);
    if (item.data === DONE) return yield* this.close();
    if (item.event === "error") return yield { type: "error", body: readErrorText(item.data) };
    const event = parseObject(item.data);
    if (event === null) return yield broken("an event of the stream is not a JSON object");
    const { convention } = this.context;
    const found = findUsage(event, convention);
    if (found) yield { type: "usage", usage: readUsage(found, convention), reportedCost: null };
    const failure = failureOf(event);
    if (failure) return yield { type: "error", body: failure };
    // Stryker disable next-line StringLiteral: an event without a name says nothing, whatever stands for the name
    const type = textOrNull(event.type) ?? item.event ?? "";
    const chunk = this.parts.accept(type, event);
    if (chunk) yield { type: "chunk", ...chunk };
    else if (!isPart(type)) yield { type: "keep-alive" };
  }

  close(): StreamEvent[] {
    return [this.parts.ending];
  }
}
