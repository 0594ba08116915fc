/**
 * Anthropic's messages as a simulated provider speaks and reads them, wherever they are hosted.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import { readMessagesRequest } from "./anthropic-request.ts";
import type { SimulatedAnswer, SimulatedCall, Wire, WireFailure } from "./wire.ts";

const STOP_REASONS = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  content_filter: "refusal",
} as const;

/** Error types and the statuses that they mean to a caller; a failure of the provider's own is a bad gateway. */
const ERROR_MEANS: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  conflict_error: 409,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 502,
  overloaded_error: 503,
  timeout_error: 504,
};

const typeOf = (status: number): string =>
  Object.keys(ERROR_MEANS).find((type) => ERROR_MEANS[type] === status) ?? "api_error";

const event = (body: JsonObject): string => `event: ${String(body.type)}\ndata: ${JSON.stringify(body)}\n\n`;

const stopReason = ({ finish, calls = [] }: SimulatedAnswer): string =>
  STOP_REASONS[finish ?? (calls.length > 0 ? "tool_calls" : "stop")];

const SIGNATURE = "c2lnbmF0dXJl";

function message(content: Json[], stop: string | null, usage?: JsonObject): JsonObject {
  return {
    id: "msg_simulated",
    type: "message",
    role: "assistant",
    model: "simulated",
    content,
    stop_reason: stop,
    stop_sequence: null,
    ...(usage ? { usage } : {}),
  };
}

function answer(said: SimulatedAnswer, usage?: JsonObject): JsonObject {
  const { text, reasoning, signature = SIGNATURE, calls = [] } = said;
  const blocks: Json[] = [];
  if (reasoning !== undefined) blocks.push({ type: "thinking", thinking: reasoning, signature });
  if (text !== undefined) blocks.push({ type: "text", text });
  for (const { id, name, arguments: input } of calls) blocks.push({ type: "tool_use", id, name, input });
  return message(blocks, stopReason(said), usage);
}

const zeros = (counts: JsonObject): JsonObject =>
  Object.fromEntries(Object.keys(counts).map((name) => [name, 0]));

/** What is counted as a message begins: the prompt, and the first token of the answer; no tool has run yet. */
const begun = (usage: JsonObject): JsonObject => ({
  ...usage,
  ...(usage.output_tokens === undefined ? {} : { output_tokens: 1 }),
  ...(isObject(usage.server_tool_use) ? { server_tool_use: zeros(usage.server_tool_use) } : {}),
});

const messageStart = (usage?: JsonObject): string =>
  event({ type: "message_start", message: message([], null, usage && begun(usage)) });
const blockStart = (index: number, content_block: JsonObject): string =>
  event({ type: "content_block_start", index, content_block });
const blockDelta = (index: number, delta: JsonObject): string =>
  event({ type: "content_block_delta", index, delta });
const blockStop = (index: number): string => event({ type: "content_block_stop", index });

const opening = (usage?: JsonObject): string =>
  messageStart(usage) + blockStart(0, { type: "text", text: "" });
const content = (text: string): string => blockDelta(0, { type: "text_delta", text });

function ending(stop_reason: string, usage?: JsonObject): string[] {
  const counted = usage ? { usage } : {};
  return [
    event({ type: "message_delta", delta: { stop_reason, stop_sequence: null }, ...counted }),
    event({ type: "message_stop" }),
  ];
}

function callPieces({ id, name, arguments: args }: SimulatedCall, index: number): string[] {
  const text = JSON.stringify(args);
  const half = Math.ceil(text.length / 2);
  return [
    blockStart(index, { type: "tool_use", id, name, input: {} }) +
      blockDelta(index, { type: "input_json_delta", partial_json: text.slice(0, half) }),
    blockDelta(index, { type: "input_json_delta", partial_json: text.slice(half) }) + blockStop(index),
  ];
}

function streamAnswer(said: SimulatedAnswer, usage?: JsonObject): string[] {
  const { text, reasoning, signature = SIGNATURE, calls = [] } = said;
  const pieces = [messageStart(usage)];
  let index = 0;
  if (reasoning !== undefined) {
    pieces.push(
      blockStart(index, { type: "thinking", thinking: "", signature: "" }) +
        blockDelta(index, { type: "thinking_delta", thinking: reasoning }) +
        blockDelta(index, { type: "signature_delta", signature }) +
        blockStop(index++),
    );
  }
  if (text !== undefined) {
    const whole = blockDelta(index, { type: "text_delta", text });
    pieces.push(blockStart(index, { type: "text", text: "" }) + whole + blockStop(index++));
  }
  for (const call of calls) pieces.push(...callPieces(call, index++));
  return [...pieces, ...ending(stopReason(said), usage)];
}

const failure = (type: string, text: string): JsonObject => ({
  type: "error",
  error: { type, message: text },
  request_id: "req_simulated",
});

/** The envelope with every type, and the forms in which its fields are missing or null. */
function failures(text: string): WireFailure<Json>[] {
  const typed = Object.entries(ERROR_MEANS).map(([type, means]) => ({
    name: type,
    form: failure(type, text),
    means,
  }));
  return [
    ...typed,
    { name: "unknown-type", form: failure("tide_error", text), means: 502 },
    {
      name: "null-details",
      form: { type: "error", error: { details: null, type: "overloaded_error", message: text } },
      means: 503,
    },
    {
      name: "no-request-id",
      form: { type: "error", error: { type: "rate_limit_error", message: text } },
      means: 429,
    },
  ];
}

export const anthropicMessages: Wire = {
  streamType: "text/event-stream",
  tells: { cached: true, reasoning: true, early: true },
  completion: (text, usage) => answer({ text }, usage),
  answer,
  stream: (texts, usage) => {
    const [last = "", ...rest] = ending("end_turn", usage);
    return [opening(usage), ...texts.map(content), blockStop(0) + last, ...rest];
  },
  streamAnswer,
  opening: () => opening(),
  content,
  streamError: (text, status) => event({ type: "error", error: { type: typeOf(status), message: text } }),
  broken: () => "event: content_block_delta\ndata: {half\n\n",
  terminator: event({ type: "message_stop" }),
  keepAlive: () => event({ type: "ping" }),
  failures,
  failureFrames: (text) =>
    failures(text).flatMap(({ name, form, means }) => [
      { name, form: `event: error\ndata: ${JSON.stringify(form)}\n\n`, means },
      { name: `${name}.unnamed`, form: `data: ${JSON.stringify(form)}\n\n`, means },
    ]),
  answerless: [
    { type: "message", role: "assistant" },
    { type: "message", role: "assistant", content: null, stop_reason: "end_turn" },
    { type: "message", role: "assistant", content: "text", stop_reason: "end_turn" },
    { type: "message", role: "assistant", content: [null], stop_reason: "end_turn" },
    { type: "message", role: "assistant", content: [{ type: "text", text: "half" }], stop_reason: null },
  ],
  fields: {
    prompt: ["input_tokens"],
    completion: ["output_tokens"],
    cached: ["cache_read_input_tokens"],
    reasoning: ["output_tokens_details", "thinking_tokens"],
    total: null,
  },
  usage: ({ prompt, cached, completion, reasoning }) => ({
    input_tokens: prompt - (cached ?? 0),
    ...(cached === undefined ? {} : { cache_creation_input_tokens: 0, cache_read_input_tokens: cached }),
    output_tokens: completion,
    ...(reasoning === undefined ? {} : { output_tokens_details: { thinking_tokens: reasoning } }),
  }),
  error: (text, { type = "invalid_request_error", code = null } = {}) => ({
    ...failure(type, text),
    error: { type, message: text, ...(code === null ? {} : { code }) },
  }),
  read: ({ body, url }) => {
    const parsed: unknown = JSON.parse(body);
    return readMessagesRequest(isObject(parsed) ? parsed : {}, url, body);
  },
};
