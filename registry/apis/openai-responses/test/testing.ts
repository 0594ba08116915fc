/**
 * Small helpers for the tests of this API.
 * @module
 */
import type {
  ChatChunk,
  ChatCompletion,
  ChatRequest,
  ChunkChoice,
  Delta,
  FinishReason,
} from "../../../canonical/chat.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import { isObject, type Json, type JsonObject } from "../../../json.ts";
import type { RenderContext } from "../../codec.ts";
import { openaiResponses } from "../index.ts";

/** What a caller's body means. @throws Error for one that is refused */
export function requestOf(body: JsonObject): ChatRequest {
  const decoded = openaiResponses.decodeRequest({ model: "m", input: "Hi.", ...body }, {});
  if (!decoded.ok) throw new Error(decoded.message);
  return decoded.request;
}

export const messagesOf = (input: Json, more: JsonObject = {}) => requestOf({ input, ...more }).messages;

/** Where and how a caller's body is refused. @throws Error where it is not */
export function refusalOf(body: JsonObject): { param: string | null; message: string; unsupported: boolean } {
  const decoded = openaiResponses.decodeRequest({ model: "m", input: "Hi.", ...body }, {});
  if (decoded.ok) throw new Error("not refused");
  const { param, message, unsupported } = decoded;
  return { param, message, unsupported };
}

export const rendering = (body: JsonObject = {}): RenderContext => ({
  request: { model: "m", messages: [{ role: "user", content: "Hi." }] },
  body,
  now: () => 1_796_000_009,
  requestId: "ab12-cd34",
  usageExtras: (raw) => (isObject(raw) ? raw : {}),
});

export const UNKNOWN: UsageReading = { kind: "unknown" };
export const KNOWN: UsageReading = {
  kind: "known",
  usage: { input: 8, cacheRead: 4, cacheWrite5m: 2, output: 5, reasoning: 3 },
  raw: null,
};

/** An answer with this message. */
export const completion = (
  message: JsonObject,
  finish_reason: FinishReason = "stop",
  more: JsonObject = {},
): ChatCompletion => ({
  id: "c-1",
  object: "chat.completion",
  created: 1_796_000_000,
  model: "up",
  choices: [
    {
      index: 0,
      message: { role: "assistant", content: null, ...message },
      logprobs: null,
      finish_reason,
    },
  ],
  ...more,
});

export const answer = (
  message: JsonObject,
  finish: FinishReason = "stop",
  {
    body = {},
    usage = UNKNOWN,
    more = {},
  }: { body?: JsonObject; usage?: UsageReading; more?: JsonObject } = {},
): JsonObject => openaiResponses.encodeResponse(completion(message, finish, more), usage, rendering(body));

export const outputOf = (response: JsonObject): JsonObject[] =>
  Array.isArray(response.output) ? response.output.filter(isObject) : [];

export const chunk = (delta: Delta, choice: Partial<ChunkChoice> = {}, more: JsonObject = {}): ChatChunk => ({
  id: "c-1",
  object: "chat.completion.chunk",
  created: 1_796_000_000,
  model: "up",
  ...more,
  choices: [{ index: 0, delta, finish_reason: null, ...choice }],
});
export const finish = (finish_reason: FinishReason): ChatChunk => chunk({}, { finish_reason });

/** The events in frames; the name of each must be its type. */
export function read(frames: readonly Uint8Array[]): JsonObject[] {
  return frames.map((frame) => {
    const [, name, data = ""] = /^event: (.*)\ndata: (.*)\n\n$/.exec(new TextDecoder().decode(frame)) ?? [];
    const event = JSON.parse(data) as JsonObject;
    if (name !== event.type) throw new Error(`the event is called ${name} and says ${String(event.type)}`);
    return event;
  });
}

/** All events of a stream of these chunks. */
export function eventsFor(
  chunks: readonly ChatChunk[],
  { usage = UNKNOWN, body = {} }: { usage?: UsageReading; body?: JsonObject } = {},
): JsonObject[] {
  const writer = openaiResponses.encodeStream(rendering(body));
  return read([...chunks.flatMap((one) => writer.chunk(one)), ...writer.end(usage)]);
}

/** The first piece of a call. */
export const call = (index: number, id: string, name: string, args = "", more: JsonObject = {}): Delta => ({
  tool_calls: [{ index, id, type: "function", function: { name, arguments: args }, ...more }],
});
/** A further piece of its arguments. */
export const piece = (index: number, args: string): Delta => ({
  tool_calls: [{ index, function: { arguments: args } }],
});
