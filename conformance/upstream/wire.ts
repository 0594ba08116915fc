/**
 * Simulated answers in a provider's own wire format, for what no recording can hold: generated counts, broken frames,
 * sequences of failures. One builder for each dialect.
 * @module
 */
import type { UpstreamAnswer } from "./server.ts";
import { anthropicMessages } from "./wires/anthropic-messages.ts";
import { bedrockConverse } from "./wires/bedrock-converse.ts";
import { cohereV2 } from "./wires/cohere-v2.ts";
import { gemini } from "./wires/gemini.ts";
import { openaiChat } from "./wires/openai-chat.ts";
import { openaiResponses } from "./wires/openai-responses.ts";
import type { Piece, Wire } from "./wires/wire.ts";

export type { Piece, Wire } from "./wires/wire.ts";

const encoder = new TextEncoder();
export const bytes = (text: string): Uint8Array => encoder.encode(text);

type Headers = [string, string][];

/** A plain answer with any body. */
export function raw(
  status: number,
  contentType: string | null,
  body: string,
  headers: Headers = [],
): UpstreamAnswer {
  const type: Headers = contentType === null ? [] : [["content-type", contentType]];
  return { kind: "answer", status, headers: [...type, ...headers], chunks: body === "" ? [] : [bytes(body)] };
}

export const json = (status: number, body: unknown, headers: Headers = []): UpstreamAnswer =>
  raw(status, "application/json", JSON.stringify(body), headers);

/** A stream from ready-made pieces, one chunk each. */
export const streamed = (type: string, pieces: Iterable<Piece> | AsyncIterable<Piece>): UpstreamAnswer => ({
  kind: "answer",
  status: 200,
  headers: [["content-type", type]],
  chunks: (async function* () {
    for await (const piece of pieces) yield typeof piece === "string" ? bytes(piece) : piece;
  })(),
});

/** The same as server-sent events. */
export const sse = (pieces: Iterable<Piece> | AsyncIterable<Piece>): UpstreamAnswer =>
  streamed("text/event-stream", pieces);

const WIRES: Readonly<Partial<Record<string, Wire>>> = {
  "anthropic-messages": anthropicMessages,
  "bedrock-converse": bedrockConverse,
  "cohere-v2": cohereV2,
  gemini,
  "openai-chat": openaiChat,
  "openai-responses": openaiResponses,
};

/** The wire of a dialect. @throws Error when nobody wrote one, which is a fault of the harness */
export function wireOf(dialect: string): Wire {
  const wire = Object.hasOwn(WIRES, dialect) ? WIRES[dialect] : undefined;
  if (!wire)
    throw new Error(`no simulated wire for dialect "${dialect}": add one to conformance/upstream/wire.ts`);
  return wire;
}
