/**
 * What the tests of this dialect share: an endpoint, contexts, answers, streams, and arbitrary pieces of chats.
 * @module
 */
import fc from "fast-check";
import { type ChatChunk, type ChatRequest, ChatRequestSchema, type Delta } from "../../../canonical/chat.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import type { Endpoint } from "../../../endpoint.ts";
import { isObject, type Json, type JsonObject } from "../../../json.ts";
import { BedrockProvider } from "../../../providers/bedrock/index.ts";
import { encodeFrame, readFrames } from "../../_shared/event-stream.ts";
import {
  type ApiTraits,
  type DecodeContext,
  type EncodedRequest,
  type StreamEvent,
  UnsupportedInput,
} from "../../codec.ts";
import { bedrockConverse as dialect } from "../index.ts";

export const SEED = { seed: 20_261 };
export const provider = new BedrockProvider();

export const endpoint: Endpoint = {
  id: "keel:bedrock",
  model: "keel",
  author: "harbour",
  provider: "bedrock",
  deployment: "default",
  providerModelId: "harbour.keel-v1:0",
  operation: "chat",
  tiers: [],
  earlier: [],
  free: false,
  contextLength: 200_000,
  maxCompletionTokens: 64_000,
  rateLimits: undefined,
  ptbEnabled: true,
  status: "active",
  priority: 4,
  usage: provider.chatApi().usage,
  api: "bedrock-converse",
  apis: [],
  reasoning: "budget",
  region: undefined,
  priced: true,
  supportedParameters: [
    ...(["max_tokens", "max_completion_tokens", "temperature", "top_p", "top_k", "stop"] as const),
    ...(["tools", "tool_choice", "structured_outputs", "reasoning_effort", "thinking"] as const),
    ...(["service_tier", "metadata", "seed"] as const),
  ],
  capabilities: new Set(["tools", "json_schema", "images", "files", "reasoning"] as const),
};

/** What a test changes of the endpoint, of the host or of the request. */
export interface Host {
  endpoint?: Partial<Endpoint>;
  traits?: Partial<ApiTraits>;
  request?: JsonObject;
}

/** A request as the gateway has it once it is parsed. */
export const asked = (more: JsonObject = {}): ChatRequest =>
  ChatRequestSchema.parse({ model: "keel", messages: [{ role: "user", content: "Ebb?" }], ...more });

export const contextOf = ({ endpoint: own, traits, request }: Host = {}): DecodeContext => ({
  endpoint: { ...endpoint, ...own },
  traits: { ...provider.chatApi().traits, ...traits },
  convention: provider.chatApi().usage,
  request: asked(request),
  nowSeconds: 1_796_000_000,
  fallbackId: "chatcmpl-test",
});

export const context = contextOf();
export const rendering = {
  request: asked(),
  requestId: "test",
  body: {},
  now: () => 1,
  usageExtras: () => ({}),
};

/** What Bedrock is sent, and what of the caller's is left out. */
export const encoded = (more: JsonObject, host?: Host): EncodedRequest =>
  dialect.encodeRequest(asked(more), contextOf(host));

export const sent = (more: JsonObject, host?: Host): JsonObject => encoded(more, host).body;

/** The turns that messages become. */
export const turns = (messages: Json[], host?: Host): Json | undefined => sent({ messages }, host).messages;

/** The content of the one turn of one message. */
export function blocksOf(message: JsonObject, host?: Host): Json | undefined {
  const made = turns([message], host);
  const [turn] = Array.isArray(made) ? made : [];
  return isObject(turn) ? turn.content : undefined;
}

/** The place that is refused, and the words. @throws Error where nothing is refused */
export function refused(encode: () => unknown): [string, string] {
  try {
    encode();
  } catch (error) {
    if (error instanceof UnsupportedInput) return [error.param, error.message];
    throw error;
  }
  throw new Error("nothing is refused");
}

/** What a caller's body means. @throws Error for one that is refused */
export function requestOf(body: Json): ChatRequest {
  const decoded = dialect.decodeRequest(body, { model: "keel" });
  if (!decoded.ok) throw new Error(decoded.message);
  return decoded.request;
}

/** Why a caller's body is refused. @throws Error for one that is not */
export function refusalOf(body: Json) {
  const decoded = dialect.decodeRequest(body, { model: "keel" });
  if (decoded.ok) throw new Error("this is a request");
  const { param, message, unsupported } = decoded;
  return { param, message, unsupported };
}

/** The body of an answer with these blocks. */
export const body = (content: Json, more: JsonObject = {}): JsonObject => ({
  output: { message: { role: "assistant", content } },
  stopReason: "end_turn",
  ...more,
});

/** Why a body is no answer. @throws Error when it is one */
export function problemOf(answer: Json): string {
  const decoded = dialect.decodeResponse(answer, context);
  if (decoded.ok) throw new Error("this is an answer");
  return decoded.problem;
}

/** A decoded answer. @throws Error when it is none */
export function answerOf(answer: Json, host?: Host) {
  const decoded = dialect.decodeResponse(answer, contextOf(host));
  if (!decoded.ok) throw new Error(decoded.problem);
  const [choice] = decoded.completion.choices;
  if (!choice) throw new Error("no choice");
  return { ...decoded, choice };
}

export const known = (usage: (UsageReading & { kind: "known" })["usage"]): UsageReading => ({
  kind: "known",
  usage,
  raw: {},
});

/** A frame as Bedrock writes it. */
export const event = (type: string, body: Json): Uint8Array =>
  encodeFrame(
    [
      [":event-type", type],
      [":content-type", "application/json"],
      [":message-type", "event"],
    ],
    JSON.stringify(body),
  );

export const OPENING = event("messageStart", { role: "assistant" });
export const start = (index: number, start: Json) =>
  event("contentBlockStart", { contentBlockIndex: index, start });
export const delta = (index: number, delta: Json) =>
  event("contentBlockDelta", { contentBlockIndex: index, delta });
export const stop = (index: number) => event("contentBlockStop", { contentBlockIndex: index });
export const END = event("messageStop", { stopReason: "end_turn" });

async function* feed(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

export async function eventsOf(chunks: readonly Uint8Array[], host?: Host): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const each of dialect.decodeStream(feed(chunks), contextOf(host))) events.push(each);
  return events;
}

/** What an answer says between its role and its finish, delta by delta. */
export async function deltasOf(chunks: readonly Uint8Array[], host?: Host): Promise<Delta[]> {
  const events = await eventsOf([OPENING, ...chunks, END], host);
  const choices = events.slice(0, -1).flatMap((each) => {
    if (each.type !== "chunk") throw new Error(`the answer has an event ${each.type}`);
    return each.chunk.choices;
  });
  return choices.slice(1, -1).map((choice) => choice.delta);
}

/** Frames as a client reads them. */
export async function framesOf(chunks: readonly Uint8Array[]) {
  const frames: { headers: Record<string, string>; body: Json }[] = [];
  for await (const item of readFrames(feed(chunks))) {
    if (item.kind === "broken") throw new Error(item.problem);
    frames.push({ headers: Object.fromEntries(item.headers), body: JSON.parse(item.payload) });
  }
  return frames;
}

/** A chunk of the canonical form. */
export const chunk = (delta: Delta, more: JsonObject = {}, choice: JsonObject = {}): ChatChunk => ({
  id: "c-1",
  object: "chat.completion.chunk",
  created: 1_795_000_000,
  model: "keel",
  choices: [{ index: 0, delta, finish_reason: null, ...choice }],
  ...more,
});

export const words = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .filter((text) => text.trim() !== "");
export const id = fc.stringMatching(/^[a-zA-Z0-9_-]{1,20}$/);
export const name = fc.stringMatching(/^[a-zA-Z0-9_-]{1,20}$/);
export const args = fc.dictionary(name, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 2 }).map((value) =>
  // Through JSON once: a negative zero is none there.
  JSON.stringify(JSON.parse(JSON.stringify(value))),
);
const signature = fc.base64String({ minLength: 4, maxLength: 12 });
export const detail = fc.oneof(
  fc.record({ type: fc.constant("reasoning.text"), text: words, signature }),
  fc.record({ type: fc.constant("reasoning.encrypted"), data: signature }),
);

/** A piece of text. */
export const said = (text: string) => delta(0, { text });

/** A frame whose payload is this text. */
export const raw = (payload: string, type = "contentBlockDelta") =>
  encodeFrame(
    [
      [":event-type", type],
      [":message-type", "event"],
    ],
    payload,
  );

/** The start of a call. */
export const tool = (index: number, toolUse: JsonObject = {}) =>
  start(index, { toolUse: { toolUseId: `t-${index}`, name: "tide", ...toolUse } });

/** A further piece of a call, as callers get it. */
export const more = (index: number, args: string) => ({
  tool_calls: [{ index, function: { arguments: args } }],
});
