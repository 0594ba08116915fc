/**
 * A hand-made endpoint and small helpers for the tests of this dialect.
 * @module
 */
import {
  type ChatChunk,
  type ChatRequest,
  ChatRequestSchema,
  type Delta,
  type ReasoningDetail,
} from "../../../canonical/chat.ts";
import type { UsageConvention } from "../../../canonical/usage.ts";
import type { Endpoint } from "../../../endpoint.ts";
import { isObject, type Json, type JsonObject } from "../../../json.ts";
import { AnthropicProvider } from "../../../providers/anthropic/index.ts";
import { type DecodeContext, type RenderContext, type StreamEvent, UnsupportedInput } from "../../codec.ts";
import { anthropicMessages } from "../index.ts";

export const provider = new AnthropicProvider();

/** An endpoint that takes all that the dialect can say. */
export function endpointWith(more: Partial<Endpoint> = {}): Endpoint {
  return {
    id: "made-up:anthropic",
    model: "made-up",
    author: "nobody",
    provider: "anthropic",
    deployment: "default",
    providerModelId: "claude-made-up",
    operation: "chat",
    tiers: [],
    earlier: [],
    free: false,
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [
      ...(["max_tokens", "max_completion_tokens", "temperature", "top_p", "top_k", "stop", "user"] as const),
      ...(["tools", "tool_choice", "parallel_tool_calls", "structured_outputs"] as const),
      ...(["reasoning_effort", "thinking", "service_tier"] as const),
    ],
    capabilities: new Set(),
    rateLimits: undefined,
    ptbEnabled: true,
    status: "active",
    priority: 3,
    usage: provider.chatApi().usage,
    api: "anthropic-messages",
    apis: [],
    reasoning: "budget",
    region: undefined,
    priced: true,
    ...more,
  };
}

export const plainRequest: ChatRequest = { model: "made-up", messages: [{ role: "user", content: "Hi." }] };

export const encoding = (more: Partial<Endpoint> = {}) => ({
  endpoint: endpointWith(more),
  traits: provider.chatApi().traits,
});

export const decoding = (
  request: ChatRequest = plainRequest,
  convention: Partial<UsageConvention> = {},
): DecodeContext => ({
  ...encoding(),
  request,
  convention: { ...provider.chatApi().usage, ...convention },
  nowSeconds: 1_796_000_000,
  fallbackId: "msg_fallback",
});

export const rendering = (request: ChatRequest = plainRequest): RenderContext => ({
  request,
  body: {},
  now: () => 1_796_000_000,
  requestId: "req_made_up",
  usageExtras: () => ({}),
});

export const chat = (fields: object): ChatRequest => ChatRequestSchema.parse({ ...plainRequest, ...fields });

/** What the provider gets of a request with these fields. */
export const encode = (fields: object, more: Partial<Endpoint> = {}) =>
  anthropicMessages.encodeRequest(chat(fields), encoding(more));

/** The place that is refused, and the words. @throws Error where nothing is */
export function refused(fields: object, more: Partial<Endpoint> = {}): { param: string; message: string } {
  try {
    encode(fields, more);
  } catch (error) {
    if (error instanceof UnsupportedInput) return { param: error.param, message: error.message };
    throw error;
  }
  throw new Error("nothing is refused");
}

export const turns = (body: JsonObject): JsonObject[] =>
  Array.isArray(body.messages) ? body.messages.filter(isObject) : [];

/** What a caller's body means. @throws Error for one that is refused */
export function requestOf(body: Json): ChatRequest {
  const decoded = anthropicMessages.decodeRequest(body, {});
  if (!decoded.ok) throw new Error(decoded.message);
  return decoded.request;
}

export async function eventsOf(chunks: Iterable<Uint8Array>, request?: ChatRequest): Promise<StreamEvent[]> {
  const source = (async function* () {
    yield* chunks;
  })();
  const events: StreamEvent[] = [];
  for await (const event of anthropicMessages.decodeStream(source, decoding(request))) events.push(event);
  return events;
}

/** Events of a stream, as its provider writes them. */
export const written = (...events: JsonObject[]): Uint8Array[] =>
  events.map((event) =>
    new TextEncoder().encode(`event: ${String(event.type)}\ndata: ${JSON.stringify(event)}\n\n`),
  );

/** The first event of a stream. */
export const opening = (usage: JsonObject = {}, id = "msg_1"): JsonObject => ({
  type: "message_start",
  message: { id, model: "claude", usage },
});

/** The events of one block. */
export const block = (index: number, content_block: JsonObject, ...deltas: JsonObject[]): JsonObject[] => [
  { type: "content_block_start", index, content_block },
  ...deltas.map((delta) => ({ type: "content_block_delta", index, delta })),
  { type: "content_block_stop", index },
];

export const spoken = (text: string, index = 0): JsonObject[] =>
  block(index, { type: "text", text: "" }, { type: "text_delta", text });

/** The last events of a stream. */
export const closing = (usage: JsonObject = {}, delta: JsonObject = {}): JsonObject[] => [
  { type: "message_delta", delta: { stop_reason: "end_turn", ...delta }, usage },
  { type: "message_stop" },
];

/** What the events after an opening say, delta by delta. */
export async function deltasOf(events: JsonObject[], request?: ChatRequest): Promise<Delta[]> {
  const [, ...chunks] = chunksOf(await eventsOf(written(opening(), ...events), request));
  return chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta));
}

export const chunksOf = (events: readonly StreamEvent[]): ChatChunk[] =>
  events.flatMap((event) => (event.type === "chunk" ? [event.chunk] : []));

/** What the chunks of a stream add up to. */
export function assembled(chunks: readonly ChatChunk[]) {
  const answer = {
    text: "",
    reasoning: "",
    refusal: "",
    details: [] as ReasoningDetail[],
    annotations: [] as unknown[],
    blocks: [] as unknown[],
    calls: [] as { id: string; name: string; arguments: string }[],
    finish: [] as unknown[],
    roles: 0,
  };
  for (const { delta, finish_reason, ...choice } of chunks.flatMap(({ choices }) => choices)) {
    answer.text += delta.content ?? "";
    answer.reasoning += delta.reasoning_content ?? "";
    answer.refusal += delta.refusal ?? "";
    answer.details.push(...(delta.reasoning_details ?? []));
    answer.annotations.push(...((delta.annotations as unknown[] | undefined) ?? []));
    answer.blocks.push(...((delta.anthropic_content as unknown[] | undefined) ?? []));
    if (delta.role) answer.roles++;
    for (const { index, id, function: fn } of delta.tool_calls ?? []) {
      if (id !== undefined) answer.calls[index] = { id, name: fn?.name ?? "", arguments: "" };
      const call = answer.calls[index];
      if (call) call.arguments += fn?.arguments ?? "";
    }
    const { native_finish_reason: native = null } = choice as { native_finish_reason?: string };
    if (finish_reason !== null) answer.finish.push([finish_reason, native]);
  }
  return answer;
}
