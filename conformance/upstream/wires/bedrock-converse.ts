/**
 * Bedrock's Converse as a simulated provider speaks and reads it.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import { encodeFrame } from "../../recordings/frames.ts";
import { readConverse } from "./bedrock-converse-read.ts";
import type { Piece, SimulatedAnswer, Wire, WireFailure } from "./wire.ts";

const STOP_REASONS = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  content_filter: "guardrail_intervened",
} as const;

const stopReason = ({ finish, calls = [] }: SimulatedAnswer): string =>
  STOP_REASONS[finish ?? (calls.length > 0 ? "tool_calls" : "stop")];

/** A frame of a stream, padded as Bedrock does. */
const event = (type: string, body: JsonObject): Uint8Array =>
  encodeFrame({
    headers: [
      [":event-type", type],
      [":content-type", "application/json"],
      [":message-type", "event"],
    ],
    payload: JSON.stringify({ ...body, p: "abcdefghijklm" }),
  });

const delta = (contentBlockIndex: number, said: JsonObject): Uint8Array =>
  event("contentBlockDelta", { contentBlockIndex, delta: said });

const opening = (): Uint8Array => event("messageStart", { role: "assistant" });
const content = (text: string): Uint8Array => delta(0, { text });

const SIGNATURE = "c2ltdWxhdGVk";

function answer(said: SimulatedAnswer, usage?: JsonObject): JsonObject {
  const { text, reasoning, signature = SIGNATURE, calls = [] } = said;
  const blocks: JsonObject[] = [];
  if (reasoning !== undefined)
    blocks.push({ reasoningContent: { reasoningText: { text: reasoning, signature } } });
  if (text !== undefined) blocks.push({ text });
  blocks.push(
    ...calls.map(({ id, name, arguments: input }) => ({ toolUse: { toolUseId: id, name, input } })),
  );
  return {
    output: { message: { role: "assistant", content: blocks } },
    stopReason: stopReason(said),
    ...(usage ? { usage } : {}),
    metrics: { latencyMs: 321 },
  };
}

function ending(reason: string, usage?: JsonObject): Uint8Array[] {
  const metadata = { ...(usage ? { usage } : {}), metrics: { latencyMs: 321 } };
  return [event("messageStop", { stopReason: reason }), event("metadata", metadata)];
}

const stop = (contentBlockIndex: number): Uint8Array => event("contentBlockStop", { contentBlockIndex });

function thoughtFrames(index: number, text: string, signature = SIGNATURE): Uint8Array[] {
  return [
    delta(index, { reasoningContent: { text } }),
    delta(index, { reasoningContent: { signature } }),
    stop(index),
  ];
}

function callFrames(
  index: number,
  { id, name, arguments: args }: NonNullable<SimulatedAnswer["calls"]>[number],
) {
  const text = JSON.stringify(args);
  const half = Math.ceil(text.length / 2);
  return [
    event("contentBlockStart", { contentBlockIndex: index, start: { toolUse: { toolUseId: id, name } } }),
    delta(index, { toolUse: { input: text.slice(0, half) } }),
    delta(index, { toolUse: { input: text.slice(half) } }),
    stop(index),
  ];
}

function streamAnswer(said: SimulatedAnswer, usage?: JsonObject): Uint8Array[] {
  const frames = [opening()];
  let index = 0;
  if (said.reasoning !== undefined) frames.push(...thoughtFrames(index++, said.reasoning, said.signature));
  if (said.text !== undefined) frames.push(delta(index, { text: said.text }), stop(index++));
  for (const call of said.calls ?? []) frames.push(...callFrames(index++, call));
  return [...frames, ...ending(stopReason(said), usage)];
}

/** Exceptions by the status that a caller sees for them. */
const EXCEPTIONS: readonly [type: string, means: number][] = [
  ["ValidationException", 400],
  ["UnrecognizedClientException", 401],
  ["ExpiredTokenException", 401],
  ["AccessDeniedException", 403],
  ["ResourceNotFoundException", 404],
  ["ModelTimeoutException", 408],
  ["ServiceQuotaExceededException", 429],
  ["ThrottlingException", 429],
  ["ModelNotReadyException", 429],
  ["ModelErrorException", 502],
  ["ModelStreamErrorException", 502],
  ["InternalServerException", 502],
  ["ServiceUnavailableException", 503],
];

/** Those that the service model has for a stream. */
const IN_STREAMS = [
  "ValidationException",
  "ThrottlingException",
  "InternalServerException",
  "ModelStreamErrorException",
  "ServiceUnavailableException",
];

const exception = (type: string, message: string): Uint8Array =>
  encodeFrame({
    headers: [
      [":exception-type", type.charAt(0).toLowerCase() + type.slice(1)],
      [":content-type", "application/json"],
      [":message-type", "exception"],
    ],
    payload: JSON.stringify({ message }),
  });

/** Headers hold 32 KiB at most. */
const LONGEST_HEADER = 30_000;

/** A failure of the protocol itself: everything stands in headers. */
const protocolError = (code: string, message: string): Uint8Array =>
  encodeFrame({
    headers: [
      [":error-code", code],
      [":error-message", message.slice(0, LONGEST_HEADER)],
      [":message-type", "error"],
    ],
    payload: "",
  });

function streamError(message: string, status: number): Uint8Array {
  const known = EXCEPTIONS.find(([type, means]) => means === status && IN_STREAMS.includes(type));
  if (known) return exception(known[0], message);
  const [code] = EXCEPTIONS.find(([, means]) => means === status) ?? ["InternalServerException"];
  return protocolError(code, message);
}

function failures(message: string): WireFailure<Json>[] {
  const said = EXCEPTIONS.flatMap(([type, means]): WireFailure<Json>[] => [
    { name: type, form: { __type: type, message }, means },
    { name: `${type}.namespaced`, form: { __type: `com.amazon.coral.service#${type}`, message }, means },
    { name: `${type}.capital`, form: { __type: type, Message: message }, means },
  ]);
  return [...said, { name: "nothing-said", form: { message }, means: 502 }];
}

const failureFrames = (message: string): WireFailure<Piece>[] => [
  ...EXCEPTIONS.filter(([type]) => IN_STREAMS.includes(type)).map(([type, means]) => ({
    name: `exception.${type}`,
    form: exception(type, message),
    means,
  })),
  ...EXCEPTIONS.map(([type, means]) => ({
    name: `error.${type}`,
    form: protocolError(type, message),
    means,
  })),
];

/** The first frame with one bit of its payload turned over: the checksum no longer holds. */
function broken(): Uint8Array {
  const frame = content("half");
  const at = frame.length - 8;
  return frame.map((byte, i) => (i === at ? byte ^ 1 : byte));
}

export const bedrockConverse: Wire = {
  streamType: "application/vnd.amazon.eventstream",
  tells: { cached: true, reasoning: false, early: false },
  completion: (text, usage) => answer({ text }, usage),
  answer,
  stream: (texts, usage) => [opening(), ...texts.map(content), stop(0), ...ending("end_turn", usage)],
  streamAnswer,
  opening,
  content,
  streamError,
  broken,
  terminator: null,
  keepAlive: () => event("somethingNew", {}),
  failures,
  failureFrames,
  answerless: [
    { output: {} },
    { output: { message: null }, stopReason: "end_turn" },
    { output: { message: { role: "assistant" } }, stopReason: "end_turn" },
    { output: { message: { role: "assistant", content: "half" } }, stopReason: "end_turn" },
    { output: { message: { role: "assistant", content: [{ text: "half" }] } } },
    { stopReason: "end_turn", usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 } },
  ],
  fields: {
    prompt: ["inputTokens"],
    completion: ["outputTokens"],
    cached: ["cacheReadInputTokens"],
    reasoning: null,
    total: ["totalTokens"],
  },
  usage: ({ prompt, cached, completion }) => ({
    inputTokens: prompt - (cached ?? 0),
    outputTokens: completion,
    totalTokens: prompt + completion,
    ...(cached === undefined
      ? {}
      : {
          cacheReadInputTokens: cached,
          cacheReadInputTokenCount: cached,
          cacheWriteInputTokens: 0,
          cacheWriteInputTokenCount: 0,
        }),
  }),
  // The type stands in a header; a body may repeat it, and some bodies have a code.
  error: (message, { type, code = null } = {}) => ({
    message,
    ...(type === undefined ? {} : { __type: type }),
    ...(code === null ? {} : { code }),
  }),
  read: ({ url, body }) => {
    const parsed: unknown = JSON.parse(body);
    return readConverse(url, isObject(parsed) ? parsed : {}, body);
  },
};
