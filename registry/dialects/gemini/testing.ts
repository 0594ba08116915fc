/**
 * What the tests of this dialect share: an endpoint that takes everything, contexts, byte streams.
 * @module
 */
import type { ChatRequest } from "../../chat.ts";
import type { Endpoint } from "../../endpoint.ts";
import type { Json } from "../../json.ts";
import { PARAMETERS } from "../../parameters.ts";
import { GEMINI_TRAITS, GEMINI_USAGE } from "../../providers/gemini-speech.ts";
import type { DecodeContext, RenderContext, StreamEvent } from "../dialect.ts";
import { decodeResponse } from "./response.ts";
import { decodeStream } from "./stream.ts";

export const endpointWith = (more: Partial<Endpoint> = {}): Endpoint => ({
  id: "gemini-2.5-flash:google-ai-studio",
  model: "gemini-2.5-flash",
  author: "google",
  provider: "google-ai-studio",
  deployment: "default",
  providerModelId: "gemini-2.5-flash",
  surface: "chat",
  tiers: [],
  earlier: [],
  free: false,
  contextLength: 1_048_576,
  maxCompletionTokens: 65_536,
  supportedParameters: PARAMETERS,
  capabilities: new Set(),
  rateLimits: undefined,
  ptbEnabled: true,
  status: "active",
  priority: 3,
  usage: GEMINI_USAGE,
  dialect: "gemini",
  reasoning: "budget",
  region: undefined,
  priced: true,
  ...more,
});

export const asked: ChatRequest = { model: "m", messages: [{ role: "user", content: "Ahoy." }] };

export const decoding = (request: ChatRequest = asked): DecodeContext => ({
  endpoint: endpointWith(),
  traits: GEMINI_TRAITS,
  request,
  convention: GEMINI_USAGE,
  nowSeconds: 1_796_000_000,
  fallbackId: "fallback",
});

export const rendering: RenderContext = { request: asked, requestId: "request", usageExtras: () => ({}) };

/** The decoded answer. @throws Error when it is none */
export function answerOf(body: Json, request?: ChatRequest) {
  const decoded = decodeResponse(body, decoding(request));
  if (!decoded.ok) throw new Error(decoded.problem);
  const [choice] = decoded.completion.choices;
  if (!choice) throw new Error("no choice");
  return { ...decoded, choice };
}

export async function eventsOf(chunks: Iterable<Uint8Array>): Promise<StreamEvent[]> {
  async function* bytes() {
    yield* chunks;
  }
  const events: StreamEvent[] = [];
  for await (const event of decodeStream(bytes(), decoding())) events.push(event);
  return events;
}

/** Server-sent events as Google sends them. */
export const sse = (...bodies: Json[]): Uint8Array[] =>
  bodies.map((body) => new TextEncoder().encode(`data: ${JSON.stringify(body)}\r\n\r\n`));

/** What a stream says when it is put together. */
export function assembled(events: readonly StreamEvent[]) {
  const choices = events.flatMap((event) => (event.type === "chunk" ? event.chunk.choices : []));
  const calls: { id: string; name: string; arguments: string; extra: unknown }[] = [];
  for (const piece of choices.flatMap(({ delta }) => delta.tool_calls ?? [])) {
    const known = calls[piece.index];
    if (known) known.arguments += piece.function?.arguments ?? "";
    else
      calls[piece.index] = {
        id: piece.id ?? "",
        name: piece.function?.name ?? "",
        arguments: piece.function?.arguments ?? "",
        extra: piece.extra_content,
      };
  }
  const usage = events.flatMap((event) => (event.type === "usage" ? [event.usage] : [])).at(-1);
  return {
    text: choices.map(({ delta }) => delta.content ?? "").join(""),
    reasoning: choices.map(({ delta }) => delta.reasoning_content ?? "").join(""),
    details: choices.flatMap(({ delta }) => delta.reasoning_details ?? []),
    refusal: choices.map(({ delta }) => delta.refusal ?? "").join(""),
    calls,
    roles: choices.filter(({ delta }) => delta.role).length,
    finishes: choices.map(({ finish_reason }) => finish_reason).filter((reason) => reason !== null),
    usage: usage?.kind === "known" ? usage.usage : undefined,
    last: events.at(-1)?.type,
  };
}
