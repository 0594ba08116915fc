/**
 * What one event of a Cohere stream adds to the answer, as a normalised chunk (STR-04, STR-05).
 * @module
 */
import type { ChatChunk, Delta } from "../../../canonical/chat.ts";
import { TurnOrder } from "../../../canonical/item-order.ts";
import { isObject, type Json, type JsonObject, textOrNull } from "../../../json.ts";
import type { DecodeContext, Ending } from "../../codec.ts";
import { toAnnotations } from "../citations.ts";
import { type Finish, mapFinish } from "../finish.ts";
import { toLogprobs } from "../logprobs.ts";
import { cohereNames } from "../tool-names.ts";
import { ToolStream } from "./tool-stream.ts";

export interface ReadChunk {
  chunk: ChatChunk;
  content: boolean;
}

/** Events that are parts of an answer; any other keeps the connection open and says nothing. */
const PARTS = ["message", "content", "tool-plan", "tool-call", "citation"].flatMap((part) =>
  ["start", "delta", "end"].map((step) => `${part}-${step}`),
);

export const isPart = (type: string): boolean => PARTS.includes(type);

const listOf = (value: Json | undefined): Json[] =>
  Array.isArray(value) ? value : isObject(value) ? [value] : [];

export class EventReader {
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
