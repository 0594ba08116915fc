/**
 * Streams for callers of the Responses API: every event in its order, with gapless numbers, and one terminal event
 * (API-01, STR-04, STR-07).
 * @module
 */
import type { ChatChunk, ChunkChoice, Delta } from "../../../canonical/chat.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import type { ApiError } from "../../../errors/api-error.ts";
import { type Json, type JsonObject, objectsIn, without } from "../../../json.ts";
import { sseComment } from "../../_shared/sse.ts";
import type { RenderContext, StreamEncoder } from "../../codec.ts";
import { errorEvent, failureOf } from "../errors.ts";
import { renderUsage } from "../usage.ts";
import { type Answered, idsOf, responseObject, statusOf } from "./echo.ts";
import { encryptedOf } from "./items.ts";
import { OpenItems } from "./open-items.ts";
import { customNames } from "./read-tools.ts";
import { extrasOf, tokensOf, WRITTEN } from "./write-response.ts";

const encoder = new TextEncoder();

class ResponseWriter implements StreamEncoder {
  private frames: Uint8Array[] = [];
  private sequence = 0;
  private head: Pick<Answered, "id" | "model" | "created_at" | "service_tier"> | null = null;
  private extras: JsonObject = {};
  private reason: string | null = null;
  private readonly items: OpenItems;
  private readonly context: RenderContext;

  constructor(context: RenderContext) {
    this.context = context;
    const { item } = idsOf(context);
    this.items = new OpenItems((event) => this.emit(event), item, customNames(context.body));
  }

  private emit({ type, ...fields }: JsonObject): void {
    const event = { type, sequence_number: this.sequence++, ...fields };
    this.frames.push(encoder.encode(`event: ${String(type)}\ndata: ${JSON.stringify(event)}\n\n`));
  }

  private flush(): Uint8Array[] {
    return this.frames.splice(0);
  }

  /** The opening, once: one id for the whole stream. */
  private begin(model: string, created_at: number): NonNullable<typeof this.head> {
    if (this.head) return this.head;
    const head = { id: idsOf(this.context).response, model, created_at };
    this.head = head;
    const response = () =>
      responseObject({ ...head, status: "in_progress", output: [], usage: null }, this.context);
    this.emit({ type: "response.created", response: response() });
    this.emit({ type: "response.in_progress", response: response() });
    return head;
  }

  private think(delta: Delta): void {
    if (delta.reasoning_content) this.items.thinking(delta.reasoning_content);
    for (const detail of delta.reasoning_details ?? []) {
      const encrypted = encryptedOf(detail);
      if (detail.type === "reasoning.encrypted") this.items.sealed(encrypted ?? "");
      else if (encrypted !== null) this.items.signed(detail.text, encrypted);
      else if (!delta.reasoning_content && detail.text) this.items.thinking(detail.text);
    }
  }

  private accept({ delta, logprobs }: ChunkChoice): void {
    this.think(delta);
    if (delta.content) this.items.text(delta.content, tokensOf(logprobs));
    for (const annotation of objectsIn(delta.annotations)) this.items.annotation(annotation);
    if (delta.refusal) this.items.refusal(delta.refusal);
    const extras = without(delta as JsonObject, WRITTEN);
    if (Object.keys(extras).length > 0) this.items.extras(extras);
    for (const { index, id, function: fn, extra_content: extra } of delta.tool_calls ?? []) {
      if (id !== undefined) this.items.openCall(index, id, fn?.name ?? "", extra);
      if (fn?.arguments) this.items.callArguments(index, fn.arguments);
    }
  }

  /** Only the first choice has a place. */
  chunk(chunk: ChatChunk): Uint8Array[] {
    const head = this.begin(chunk.model, chunk.created);
    head.service_tier = (chunk.service_tier as Json | undefined) ?? head.service_tier;
    this.extras = { ...this.extras, ...extrasOf(chunk) };
    for (const choice of chunk.choices.filter(({ index }) => index === 0)) {
      this.accept(choice);
      this.reason = choice.finish_reason ?? this.reason;
    }
    return this.flush();
  }

  keepAlive(): Uint8Array[] {
    return [sseComment()];
  }

  end(usage: UsageReading): Uint8Array[] {
    const head = this.begin(this.context.request.model, this.context.now());
    const end = statusOf(this.reason);
    this.items.closeAll(end.status === "incomplete");
    const completed = end.status === "completed";
    const response = responseObject(
      {
        ...head,
        ...end,
        ...(completed ? { completed_at: Math.max(this.context.now(), head.created_at) } : {}),
        output: this.items.done,
        usage: renderUsage(usage, this.context),
      },
      this.context,
    );
    this.emit({ type: `response.${end.status}`, response: { ...this.extras, ...response } });
    return this.flush();
  }

  error(error: ApiError): Uint8Array[] {
    const head = this.begin(this.context.request.model, this.context.now());
    this.emit(errorEvent(error));
    const response = responseObject(
      { ...head, status: "failed", error: failureOf(error), output: this.items.broken(), usage: null },
      this.context,
    );
    this.emit({ type: "response.failed", response });
    return this.flush();
  }
}

/** Writes one answer as events. */
export const encodeStream = (context: RenderContext): StreamEncoder => new ResponseWriter(context);
