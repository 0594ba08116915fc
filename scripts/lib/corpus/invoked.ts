/**
 * Chats by Bedrock's InvokeModel, as the APIs whose forms they are in: Claude's are Anthropic's messages, Nova's are
 * Converse's. Other models have forms of their own, which no codec speaks.
 * @module
 */
import { readFrames } from "../../../registry/apis/_shared/event-stream.ts";
import { isObject, type Json, textOrNull } from "../../../registry/json.ts";
import type { CorpusExchange } from "./exchange.ts";
import { modelInUrl } from "./place.ts";

const FORMS: readonly (readonly [model: RegExp, api: string])[] = [
  [/anthropic\.claude-(?!v|instant)/, "anthropic.messages"],
  [/amazon\.nova-(?:lite|micro|pro|premier)/, "bedrock.converse"],
];

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(Buffer.from(text, "base64"));
}

/** The events inside the frames of a stream: each is JSON in base64. */
async function eventsIn(base64: string): Promise<string[]> {
  const events: string[] = [];
  for await (const item of readFrames(bytesOf(base64))) {
    const payload: Json = item.kind === "frame" ? JSON.parse(item.payload) : null;
    const bytes = isObject(payload) ? textOrNull(payload.bytes) : null;
    if (bytes !== null) events.push(Buffer.from(bytes, "base64").toString("utf8"));
  }
  return events;
}

/** The same exchange under the API that it is in, its stream as the lines of its events; `null` where there is none. */
export async function invokedAs(exchange: CorpusExchange): Promise<CorpusExchange | null> {
  const model = modelInUrl(exchange.request?.url) ?? "";
  const [, api] = FORMS.find(([pattern]) => pattern.test(model)) ?? [];
  if (exchange.api !== "bedrock.invoke" || api === undefined) return null;
  const { bodyBase64, ...response } = exchange.response;
  if (bodyBase64 === undefined) return { ...exchange, api };
  const body = (await eventsIn(bodyBase64)).join("\n");
  return { ...exchange, api, framing: "json-lines", response: { ...response, body } };
}
