/**
 * A hand-made endpoint and small helpers for the tests of this dialect.
 * @module
 */
import type { ChatChunk, ChatRequest, ReasoningDetail } from "../../chat.ts";
import type { Endpoint } from "../../endpoint.ts";
import type { JsonObject } from "../../json.ts";
import { AnthropicProvider } from "../../providers/anthropic.ts";
import type { DecodeContext, RenderContext, StreamEvent } from "../dialect.ts";
import { anthropicMessages } from "./index.ts";

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
    surface: "chat",
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
    usage: provider.usage,
    dialect: "anthropic-messages",
    reasoning: "budget",
    region: undefined,
    priced: true,
    ...more,
  };
}

export const plainRequest: ChatRequest = { model: "made-up", messages: [{ role: "user", content: "Hi." }] };

export const encoding = (more: Partial<Endpoint> = {}) => ({
  endpoint: endpointWith(more),
  traits: provider.traits,
});

export const decoding = (request: ChatRequest = plainRequest): DecodeContext => ({
  ...encoding(),
  request,
  convention: provider.usage,
  nowSeconds: 1_796_000_000,
  fallbackId: "msg_fallback",
});

export const rendering = (request: ChatRequest = plainRequest): RenderContext => ({
  request,
  requestId: "req_made_up",
  usageExtras: () => ({}),
});

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
