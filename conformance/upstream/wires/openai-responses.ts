/**
 * OpenAI's Responses API as a simulated provider speaks and reads it.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import { readResponsesRequest } from "./responses-request.ts";
import type { SimulatedAnswer, SimulatedCall, Wire, WireFailure } from "./wire.ts";

/** Events are numbered when a stream is put together; pieces alone bear the number of their kind. */
const event = (type: string, fields: JsonObject): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: 0, ...fields })}\n\n`;

const ENDINGS = {
  stop: { status: "completed", incomplete_details: null },
  tool_calls: { status: "completed", incomplete_details: null },
  length: { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } },
  content_filter: { status: "incomplete", incomplete_details: { reason: "content_filter" } },
} as const;

const endingOf = ({ finish }: SimulatedAnswer): JsonObject => ENDINGS[finish ?? "stop"];

const textPart = (text: string): JsonObject => ({ type: "output_text", text, annotations: [], logprobs: [] });
const message = (text: string, status = "completed"): JsonObject => ({
  id: "msg_simulated",
  type: "message",
  status,
  role: "assistant",
  content: [textPart(text)],
});
const thought = (text: string, signature?: string): JsonObject => ({
  id: "rs_simulated",
  type: "reasoning",
  summary: [{ type: "summary_text", text }],
  ...(signature === undefined ? {} : { encrypted_content: signature }),
});
const called = ({ id, name, arguments: args }: SimulatedCall, index: number): JsonObject => ({
  id: `fc_simulated_${index}`,
  type: "function_call",
  status: "completed",
  call_id: id,
  name,
  arguments: JSON.stringify(args),
});

function itemsOf({ reasoning, signature, text, calls = [] }: SimulatedAnswer): JsonObject[] {
  return [
    ...(reasoning === undefined ? [] : [thought(reasoning, signature)]),
    ...(text === undefined ? [] : [message(text)]),
    ...calls.map(called),
  ];
}

function response(fields: JsonObject): JsonObject {
  return {
    id: "resp_simulated",
    object: "response",
    created_at: 1_796_000_000,
    model: "simulated",
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    output: [],
    parallel_tool_calls: true,
    temperature: 1,
    top_p: 1,
    tool_choice: "auto",
    tools: [],
    store: false,
    text: { format: { type: "text" } },
    usage: null,
    ...fields,
  };
}

const answer = (said: SimulatedAnswer, usage?: JsonObject): JsonObject =>
  response({ ...endingOf(said), output: itemsOf(said), ...(usage ? { usage } : {}) });

const begun = (): string => {
  const fresh = { response: response({ status: "in_progress" }) };
  return event("response.created", fresh) + event("response.in_progress", fresh);
};

const added = (output_index: number, item: JsonObject): string =>
  event("response.output_item.added", { output_index, item: { ...item, status: "in_progress" } });
const done = (output_index: number, item: JsonObject): string =>
  event("response.output_item.done", { output_index, item });

const place = (output_index: number) => ({ item_id: "msg_simulated", output_index, content_index: 0 });
const opened = (index: number): string =>
  added(index, { ...message(""), content: [] }) +
  event("response.content_part.added", { ...place(index), part: textPart("") });
const content = (text: string, index = 0): string =>
  event("response.output_text.delta", { ...place(index), delta: text, logprobs: [] });
const closed = (text: string, index = 0): string =>
  event("response.output_text.done", { ...place(index), text, logprobs: [] }) +
  event("response.content_part.done", { ...place(index), part: textPart(text) }) +
  done(index, message(text));

function thinkingPiece(text: string, output_index: number, signature?: string): string {
  const at = { item_id: "rs_simulated", output_index, summary_index: 0 };
  const part = { type: "summary_text", text };
  return [
    added(output_index, { ...thought(text), summary: [] }),
    event("response.reasoning_summary_part.added", { ...at, part: { ...part, text: "" } }),
    event("response.reasoning_summary_text.delta", { ...at, delta: text }),
    event("response.reasoning_summary_text.done", { ...at, text }),
    event("response.reasoning_summary_part.done", { ...at, part }),
    done(output_index, thought(text, signature)),
  ].join("");
}

function callPieces(call: SimulatedCall, nth: number, output_index: number): string[] {
  const item = called(call, nth);
  const text = String(item.arguments);
  const half = Math.ceil(text.length / 2);
  const at = { item_id: String(item.id), output_index };
  const delta = (piece: string) => event("response.function_call_arguments.delta", { ...at, delta: piece });
  return [
    added(output_index, { ...item, arguments: "" }) + delta(text.slice(0, half)),
    delta(text.slice(half)) +
      event("response.function_call_arguments.done", { ...at, arguments: text }) +
      done(output_index, item),
  ];
}

function ending(said: SimulatedAnswer, usage?: JsonObject): string {
  const whole = answer(said, usage);
  return event(`response.${String(whole.status)}`, { response: whole });
}

function streamAnswer(said: SimulatedAnswer, usage?: JsonObject): string[] {
  const { reasoning, signature, text, calls = [] } = said;
  const pieces = [begun()];
  let index = 0;
  if (reasoning !== undefined) pieces.push(thinkingPiece(reasoning, index++, signature));
  if (text !== undefined) {
    pieces.push(opened(index) + content(text, index) + closed(text, index));
    index++;
  }
  calls.forEach((call, nth) => {
    pieces.push(...callPieces(call, nth, index++));
  });
  return [...pieces, ending(said, usage)];
}

/** The codes by which a failure is said inside a body, and the statuses that they mean to a caller. */
const CODES: Readonly<Record<string, number>> = {
  server_error: 502,
  rate_limit_exceeded: 429,
  insufficient_quota: 402,
  server_is_overloaded: 503,
};
const codeOf = (status: number): string =>
  Object.keys(CODES).find((code) => CODES[code] === status) ?? "server_error";

const failed = (code: string, text: string): JsonObject =>
  response({ status: "failed", error: { code, message: text } });

const failures = (text: string): WireFailure<Json>[] =>
  Object.entries(CODES).flatMap(([code, means]) => [
    { name: `failed.${code}`, form: failed(code, text), means },
    { name: `envelope.${code}`, form: { error: { message: text, type: code, param: null, code } }, means },
  ]);

const failureFrames = (text: string): WireFailure<string>[] =>
  Object.entries(CODES).flatMap(([code, means]) => [
    { name: `failed.${code}`, form: event("response.failed", { response: failed(code, text) }), means },
    { name: `flat.${code}`, form: event("error", { code, message: text, param: null }), means },
    {
      name: `nested.${code}`,
      form: event("error", { error: { type: code, code, message: text, param: null } }),
      means,
    },
  ]);

export const openaiResponses: Wire = {
  streamType: "text/event-stream",
  tells: { cached: true, reasoning: true, early: false },
  completion: (text, usage) => answer({ text }, usage),
  answer,
  stream: (texts, usage) => {
    const text = texts.join("");
    const last = closed(text) + ending({ text }, usage);
    return [begun() + opened(0), ...texts.map((piece) => content(piece)), last];
  },
  streamAnswer,
  opening: () => begun() + opened(0),
  content,
  streamError: (text, status) => event("error", { code: codeOf(status), message: text, param: null }),
  broken: () => "event: response.output_text.delta\ndata: {half\n\n",
  terminator: null,
  keepAlive: () => event("keepalive", {}),
  failures,
  failureFrames,
  answerless: [
    response({ status: "completed" }),
    { id: "resp_simulated", object: "response", status: "completed" },
    response({ status: "in_progress" }),
    response({ status: "cancelled", output: [message("half")] }),
    response({ status: "completed", output: [null] }),
    response({ status: "completed", output: [{ type: "function_call", call_id: "c", arguments: "{}" }] }),
  ],
  fields: {
    prompt: ["input_tokens"],
    completion: ["output_tokens"],
    cached: ["input_tokens_details", "cached_tokens"],
    reasoning: ["output_tokens_details", "reasoning_tokens"],
    total: ["total_tokens"],
  },
  usage: ({ prompt, cached, completion, reasoning }) => ({
    input_tokens: prompt,
    ...(cached === undefined ? {} : { input_tokens_details: { cached_tokens: cached } }),
    output_tokens: completion,
    ...(reasoning === undefined ? {} : { output_tokens_details: { reasoning_tokens: reasoning } }),
    total_tokens: prompt + completion,
  }),
  error: (text, { type = "invalid_request_error", code = null } = {}) => ({
    error: { message: text, type, param: null, code },
  }),
  read: ({ body }) => {
    const parsed: unknown = JSON.parse(body);
    return readResponsesRequest(isObject(parsed) ? parsed : {}, body);
  },
};
