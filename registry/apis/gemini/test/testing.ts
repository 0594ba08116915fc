/**
 * What the tests of this dialect share: an endpoint that takes everything, contexts, answers, byte streams.
 * @module
 */
import type { ChatChunk, ChatRequest, ChunkChoice, Delta } from "../../../canonical/chat.ts";
import type { Endpoint } from "../../../endpoint.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { PARAMETERS } from "../../../parameters.ts";
import { GEMINI_TRAITS, GEMINI_USAGE } from "../../../providers/_shared/gemini-at-google.ts";
import type { DecodeContext, RenderContext, StreamEvent } from "../../codec.ts";
import { decodeRequest, encodeRequest } from "../request.ts";
import { decodeResponse } from "../response.ts";
import { decodeStream } from "../stream.ts";

export const endpointWith = (more: Partial<Endpoint> = {}): Endpoint => ({
  id: "gemini-2.5-flash:google-ai-studio",
  model: "gemini-2.5-flash",
  author: "google",
  provider: "google-ai-studio",
  deployment: "default",
  providerModelId: "gemini-2.5-flash",
  operation: "chat",
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
  api: "gemini",
  apis: [],
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

export const rendering: RenderContext = {
  request: asked,
  requestId: "request",
  body: {},
  now: () => 1,
  usageExtras: () => ({}),
};

/** The decoded answer. @throws Error when it is none */
export function answerOf(body: Json, request?: ChatRequest) {
  const decoded = decodeResponse(body, decoding(request));
  if (!decoded.ok) throw new Error(decoded.problem);
  const [choice] = decoded.completion.choices;
  if (!choice) throw new Error("no choice");
  return { ...decoded, choice };
}

/** Why a body is no answer. @throws Error when it is one */
export function problemOf(body: Json): string {
  const decoded = decodeResponse(body, decoding());
  if (decoded.ok) throw new Error("this is an answer");
  return decoded.problem;
}

/** What Gemini is sent. */
export const sent = (request: Partial<ChatRequest>, endpoint: Partial<Endpoint> = {}): JsonObject =>
  encodeRequest({ ...asked, ...request }, { endpoint: endpointWith(endpoint), traits: GEMINI_TRAITS }).body;

/** A caller's request. @throws Error when it is refused */
export function requestOf(body: JsonObject): ChatRequest {
  const decoded = decodeRequest(body, { model: "m" });
  if (!decoded.ok) throw new Error(decoded.message);
  return decoded.request;
}

/** Why a caller's body is refused. @throws Error when it is taken */
export function refusalOf(body: Json) {
  const decoded = decodeRequest(body, { model: "m" });
  if (decoded.ok) throw new Error("this is a request");
  const { param, message, unsupported } = decoded;
  return { param, message, unsupported };
}

const usageMetadata = { promptTokenCount: 9, candidatesTokenCount: 2, totalTokenCount: 11 };

/** An answer with one candidate; without a finish it is a chunk of a stream. */
export const body = (
  parts: Json[],
  finishReason: string | null = "STOP",
  candidate: JsonObject = {},
): JsonObject => ({
  candidates: [
    { content: { role: "model", parts }, ...(finishReason ? { finishReason } : {}), index: 0, ...candidate },
  ],
  usageMetadata,
  modelVersion: "gemini-2.5-flash",
  responseId: "answer",
});

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

/** The choices of the chunks of a stream, in order. */
export const choicesOf = (events: readonly StreamEvent[]): ChunkChoice[] =>
  events.flatMap((event) => (event.type === "chunk" ? event.chunk.choices : []));

/** A chunk of any provider's stream. */
export const chunkOf = (delta: Delta, choice: JsonObject = {}): ChatChunk => ({
  id: "c-1",
  object: "chat.completion.chunk",
  created: 1_795_000_000,
  model: "tide-1",
  choices: [{ index: 0, delta, finish_reason: null, ...choice }],
});

/** What a caller finds in frames. */
export const bodiesOf = (frames: readonly Uint8Array[]): JsonObject[] =>
  frames.map((frame) => JSON.parse(new TextDecoder().decode(frame).replace(/^data: (.*)\r\n\r\n$/s, "$1")));

/** What a stream says when it is put together. */
export function assembled(events: readonly StreamEvent[]) {
  const choices = choicesOf(events);
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

/** The order of a turn some of whose texts are signed: the signatures stand behind the text, where nobody else puts them. */
export function orderOf(
  thinking: readonly { type: string }[],
  said: string | null,
  calls: number,
): JsonObject {
  const reasoning = thinking.map(({ type }, index) => ({ type, place: { type: "reasoning", index } }));
  const isSeal = ({ type }: { type: string }) => type === "reasoning.encrypted";
  const places = [
    ...reasoning.filter((each) => !isSeal(each)).map(({ place }) => place),
    ...(said === null || said === "" ? [] : [{ type: "text", start: 0, end: said.length }]),
    ...reasoning.filter(isSeal).map(({ place }) => place),
    ...Array.from({ length: calls }, (_, index) => ({ type: "tool_call", index })),
  ];
  return reasoning.some(isSeal) && places.length > reasoning.length ? { item_order: places } : {};
}
