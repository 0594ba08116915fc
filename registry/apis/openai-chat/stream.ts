/**
 * Streams in the OpenAI chat dialect: SSE in, normalised events out (STR-01…07, USE-04).
 * @module
 */
import type { ChatChunk } from "../../canonical/chat.ts";
import type { UsageReading } from "../../canonical/usage.ts";
import type { JsonObject } from "../../json.ts";
import { readEvents } from "../_shared/read-events.ts";
import { readSse, sseComment, sseData } from "../_shared/sse.ts";
import type { DecodeContext, RenderContext, StreamEncoder, StreamEvent } from "../codec.ts";
import { callFormOf } from "./client/other-kinds.ts";
import { toldCalls } from "./client/told-calls.ts";
import { encodeError } from "./errors.ts";
import { ChunkEvents, DONE } from "./upstream/read-stream.ts";
import { writeUsage } from "./usage.ts";

/**
 * Decodes a stream. After an `error`, `broken` or `end` event nothing follows.
 * @param asChat an event's body in this form, where the stream is in one that is close to it
 */
export const decodeStream = (
  bytes: AsyncIterable<Uint8Array>,
  context: DecodeContext,
  asChat?: (body: JsonObject) => JsonObject,
): AsyncGenerator<StreamEvent> => readEvents(readSse(bytes), new ChunkEvents(context, asChat));

/** Writes a stream as OpenAI does: usage only for callers who asked, `[DONE]` only after a good end (STR-06, STR-07). */
export function encodeStream(context: RenderContext): StreamEncoder {
  const asked = context.request.stream_options?.include_usage === true;
  const told = toldCalls(callFormOf(context.body));
  let last: ChatChunk | null = null;
  const json = (body: unknown): Uint8Array => sseData(JSON.stringify(body));
  const usageChunk = (usage: UsageReading): Uint8Array[] => {
    if (!asked || usage.kind !== "known" || last === null) return [];
    const { id, object, created, model } = last;
    const counts = { ...writeUsage(usage.usage), ...context.usageExtras(usage.raw) };
    return [json({ id, object, created, model, choices: [], usage: counts })];
  };
  return {
    chunk: (chunk) => {
      last = chunk;
      const written = { ...chunk, choices: told(chunk.choices) };
      return [json(asked ? { ...written, usage: null } : written)];
    },
    keepAlive: () => [sseComment()],
    end: (usage) => [...usageChunk(usage), sseData(DONE)],
    error: (error) => [json(encodeError(error, context.requestId, []))],
  };
}
