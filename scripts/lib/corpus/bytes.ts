/**
 * The bytes of a recorded stream, in the envelope of its wire where the source threw that away.
 * @module
 */

import { encodeFrame } from "../../../registry/apis/_shared/event-stream.ts";
import { isObject, type Json, textOrNull } from "../../../registry/json.ts";
import type { CorpusExchange } from "./exchange.ts";
import type { TextApiId } from "./hosts.ts";

const encoder = new TextEncoder();

/** A body as text; one that was parsed is written again. */
export const textOf = (body: Json | null | undefined): string =>
  typeof body === "string" ? body : JSON.stringify(body ?? null);

const data = (line: string): Uint8Array => encoder.encode(`data: ${line}\n\n`);

function parsed(line: string): Json {
  try {
    return JSON.parse(line);
  } catch {
    return null; // The line goes on as it is, and the decoder says what is wrong with it.
  }
}

/** An event whose name repeats the `type` of its JSON. */
function named(line: string): Uint8Array {
  const event = parsed(line);
  const type = isObject(event) ? textOrNull(event.type) : null;
  return type === null ? data(line) : encoder.encode(`event: ${type}\ndata: ${line}\n\n`);
}

/** `{"<event type>": payload}` as the frame that it was. */
function frame(line: string): Uint8Array {
  const event = parsed(line);
  const [entry] = isObject(event) ? Object.entries(event) : [];
  if (!entry) return encoder.encode(line);
  const [type, payload] = entry;
  const kind = type.endsWith("Exception") ? "exception" : "event";
  const headers: [string, string][] = [
    [`:${kind}-type`, type],
    [":content-type", "application/json"],
    [":message-type", kind],
  ];
  return encodeFrame(headers, JSON.stringify(payload));
}

const ENVELOPES: Readonly<Record<TextApiId, (line: string) => Uint8Array>> = {
  "openai-chat": data,
  "openai-completions": data,
  gemini: data,
  "openai-responses": named,
  "anthropic-messages": named,
  "cohere-v2": named,
  "bedrock-converse": frame,
};

/** What ends a stream and was not kept with its lines. */
const ENDS: Readonly<Partial<Record<TextApiId, string>>> = {
  "openai-chat": "[DONE]",
  "openai-completions": "[DONE]",
};

/** The bytes of a streamed answer as they were on the wire, or as they must have been. */
export function bytesOf({ framing, response }: CorpusExchange, dialect: TextApiId): Uint8Array {
  if (response.bodyBase64 !== undefined) return new Uint8Array(Buffer.from(response.bodyBase64, "base64"));
  const text = textOf(response.body);
  if (framing !== "json-lines") return encoder.encode(text);
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const end = ENDS[dialect];
  return Buffer.concat([...lines.map(ENVELOPES[dialect]), ...(end === undefined ? [] : [data(end)])]);
}
