/**
 * Simulated answers in a provider's own wire format, for what no recording can hold: generated counts, broken frames,
 * sequences of failures. One builder for each dialect.
 * @module
 */
import type { JsonObject } from "../../registry/json.ts";
import type { UpstreamAnswer } from "./server.ts";

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

/** An event stream from ready-made text pieces, one chunk each. */
export const sse = (pieces: Iterable<string> | AsyncIterable<string>): UpstreamAnswer => ({
  kind: "answer",
  status: 200,
  headers: [["content-type", "text/event-stream"]],
  chunks: (async function* () {
    for await (const piece of pieces) yield bytes(piece);
  })(),
});

/** An answer in the provider's wire format. */
export interface Wire {
  completion(text: string, usage?: JsonObject): JsonObject;
  /** The pieces of a stream: role, one piece a text, finish, usage, terminator. */
  stream(texts: readonly string[], usage?: JsonObject): string[];
  /** Usage as this wire counts it. */
  usage(counts: { prompt: number; cached?: number; completion: number; reasoning?: number }): JsonObject;
  error(message: string, more?: { type?: string; code?: string | null }): JsonObject;
}

const event = (body: JsonObject): string => `data: ${JSON.stringify(body)}\n\n`;

const openaiChat: Wire = {
  completion: (text, usage) => ({
    id: "chatcmpl-simulated",
    object: "chat.completion",
    created: 1_796_000_000,
    model: "simulated",
    choices: [
      { index: 0, message: { role: "assistant", content: text }, logprobs: null, finish_reason: "stop" },
    ],
    ...(usage ? { usage } : {}),
  }),
  stream: (texts, usage) => {
    const chunk = (delta: JsonObject, finish: string | null = null): string =>
      event({
        id: "chatcmpl-simulated",
        object: "chat.completion.chunk",
        created: 1_796_000_000,
        model: "simulated",
        choices: [{ index: 0, delta, finish_reason: finish }],
      });
    const last = usage
      ? [event({ id: "chatcmpl-simulated", object: "chat.completion.chunk", choices: [], usage })]
      : [];
    return [
      chunk({ role: "assistant", content: "" }),
      ...texts.map((content) => chunk({ content })),
      chunk({}, "stop"),
      ...last,
      "data: [DONE]\n\n",
    ];
  },
  usage: ({ prompt, cached, completion, reasoning }) => ({
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    ...(cached === undefined ? {} : { prompt_tokens_details: { cached_tokens: cached } }),
    ...(reasoning === undefined ? {} : { completion_tokens_details: { reasoning_tokens: reasoning } }),
  }),
  error: (message, { type = "invalid_request_error", code = null } = {}) => ({
    error: { message, type, param: null, code },
  }),
};

const WIRES: Readonly<Record<string, Wire>> = { "openai-chat": openaiChat };

/** The wire of a dialect. @throws Error when nobody wrote one, which is a fault of the harness */
export function wireOf(dialect: string): Wire {
  const wire = Object.hasOwn(WIRES, dialect) ? WIRES[dialect] : undefined;
  if (!wire)
    throw new Error(`no simulated wire for dialect "${dialect}": add one to conformance/upstream/wire.ts`);
  return wire;
}
