/**
 * Answers that grow with a number, each in one of their dimensions, by the API that they are in: as providers stream them,
 * in one piece, and as errors.
 * @module
 */
import { encodeFrame } from "../../../registry/apis/_shared/event-stream.ts";
import type { JsonObject } from "../../../registry/json.ts";

/** What a provider answers. */
export interface Grown {
  status?: number;
  type: string;
  chunks: readonly (string | Uint8Array)[];
}

/** An answer of so many of something. */
export type GrowAnswer = (n: number) => Grown;

const SSE = "text/event-stream";
const JSON_TYPE = "application/json";

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const sse = (chunks: readonly string[]): Grown => ({ type: SSE, chunks });
const whole = (body: JsonObject): Grown => ({ type: JSON_TYPE, chunks: [JSON.stringify(body)] });

const data = (body: JsonObject): string => `data: ${JSON.stringify(body)}\n\n`;
const named = (body: JsonObject): string => `event: ${String(body.type)}\n${data(body)}`;

const chunkOf = (delta: JsonObject, finish_reason: string | null = null): string =>
  data({
    id: "x",
    object: "chat.completion.chunk",
    created: 1,
    model: "m",
    choices: [{ index: 0, delta, finish_reason }],
  });
const END = [chunkOf({}, "stop"), "data: [DONE]\n\n"];
const FIRST = chunkOf({ role: "assistant", content: "x" });

const callDelta = (index: number, more: JsonObject): string => chunkOf({ tool_calls: [{ index, ...more }] });
const opened = (i: number): string =>
  callDelta(i, { id: `c${i}`, type: "function", function: { name: "f", arguments: '{"a":' } });

/** The same text, cut into pieces of so many bytes. */
const cut = (text: string, bytes: number): string[] =>
  times(Math.ceil(text.length / bytes), (i) => text.slice(i * bytes, (i + 1) * bytes));

export const CHAT_ANSWERS: Readonly<Record<string, GrowAnswer>> = {
  "pieces of text": (n) => sse([FIRST, ...times(n, () => chunkOf({ content: "x" })), ...END]),
  "pieces in one packet": (n) =>
    sse([[FIRST, ...times(n, () => chunkOf({ content: "x" })), ...END].join("")]),
  "an event that comes byte by byte": (n) =>
    sse([FIRST, ...cut(chunkOf({ content: "x".repeat(n) }), 1), ...END]),
  "a line that never ends": (n) => sse([FIRST, ...times(n, () => "data: data: ")]),
  "lines of one event": (n) => sse([FIRST, ...times(n, () => "data: 1\n"), "\n", ...END]),
  comments: (n) => sse([...times(n, () => ": wait\n\n"), FIRST, ...END]),
  "empty lines": (n) => sse([FIRST, ...times(n, () => "\r\n\r\n"), ...END]),
  "calls that are open": (n) =>
    sse([
      FIRST,
      ...times(n, opened),
      ...times(n, (i) => callDelta(i, { function: { arguments: "1}" } })),
      ...END,
    ]),
  "calls without an index": (n) =>
    sse([
      FIRST,
      ...times(n, (i) =>
        chunkOf({
          tool_calls: [{ id: `c${i}`, type: "function", function: { name: "f", arguments: "{}" } }],
        }),
      ),
      ...END,
    ]),
  "pieces of one call": (n) =>
    sse([FIRST, opened(0), ...times(n, () => callDelta(0, { function: { arguments: "1" } })), ...END]),
  choices: (n) =>
    sse([
      ...times(n, (index) =>
        data({
          id: "x",
          created: 1,
          model: "m",
          choices: [{ index, delta: { content: "x" }, finish_reason: null }],
        }),
      ),
      ...END,
    ]),
  "pieces of thinking": (n) =>
    sse([
      ...times(n, () =>
        chunkOf({ reasoning_content: "t", reasoning_details: [{ type: "reasoning.text", text: "t" }] }),
      ),
      FIRST,
      ...END,
    ]),
  "the text of an error": (n) => ({
    status: 400,
    type: JSON_TYPE,
    chunks: [JSON.stringify({ error: { message: "-eyJa sk-a ".repeat(n) } })],
  }),
  "errors within an error": (n) => ({
    status: 400,
    type: JSON_TYPE,
    chunks: ['{"error":{"message":"'.repeat(n), "x", '"}}'.repeat(n)],
  }),
  "the text of an error that is no JSON": (n) => ({
    status: 500,
    type: "text/html",
    chunks: times(n, () => "<p>Bearer a.b</p>"),
  }),
  "calls of a whole answer": (n) =>
    whole({
      id: "x",
      object: "chat.completion",
      created: 1,
      model: "m",
      choices: [
        {
          index: 0,
          message: {
            role: "assistant",
            content: null,
            tool_calls: times(n, (i) => ({
              id: `c${i}`,
              type: "function",
              function: { name: "f", arguments: "{}" },
            })),
          },
          finish_reason: "tool_calls",
        },
      ],
    }),
};

const start = named({
  type: "message_start",
  message: {
    id: "m",
    type: "message",
    role: "assistant",
    model: "m",
    content: [],
    usage: { input_tokens: 3, output_tokens: 1 },
  },
});
const close = [
  named({ type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 1 } }),
  named({ type: "message_stop" }),
];
const block = (index: number, content_block: JsonObject, deltas: readonly JsonObject[]): string[] => [
  named({ type: "content_block_start", index, content_block }),
  ...deltas.map((delta) => named({ type: "content_block_delta", index, delta })),
  named({ type: "content_block_stop", index }),
];

export const CLAUDE_ANSWERS: Readonly<Record<string, GrowAnswer>> = {
  "pieces of text": (n) =>
    sse([
      start,
      ...block(
        0,
        { type: "text", text: "" },
        times(n, () => ({ type: "text_delta", text: "x" })),
      ),
      ...close,
    ]),
  "blocks of text": (n) =>
    sse([
      start,
      ...times(n, (i) => block(i, { type: "text", text: "" }, [{ type: "text_delta", text: "x" }])).flat(),
      ...close,
    ]),
  calls: (n) =>
    sse([
      start,
      ...times(n, (i) =>
        block(i, { type: "tool_use", id: `c${i}`, name: "f", input: {} }, [
          { type: "input_json_delta", partial_json: "{}" },
        ]),
      ).flat(),
      ...close,
    ]),
  "thinking between texts": (n) =>
    sse([
      start,
      ...times(n, (i) => [
        ...block(2 * i, { type: "thinking", thinking: "", signature: "" }, [
          { type: "thinking_delta", thinking: "t" },
          { type: "signature_delta", signature: `s${i}` },
        ]),
        ...block(2 * i + 1, { type: "text", text: "" }, [{ type: "text_delta", text: "x" }]),
      ]).flat(),
      ...close,
    ]),
  "blocks that never close": (n) =>
    sse([
      start,
      ...times(n, (index) =>
        named({
          type: "content_block_start",
          index,
          content_block: { type: "tool_use", id: `c${index}`, name: "f", input: {} },
        }),
      ),
      ...close,
    ]),
};

const candidate = (parts: JsonObject[], more: JsonObject = {}): string =>
  data({ candidates: [{ index: 0, content: { role: "model", parts }, ...more }], modelVersion: "m" });

export const GEMINI_ANSWERS: Readonly<Record<string, GrowAnswer>> = {
  "pieces of text": (n) =>
    sse([...times(n, () => candidate([{ text: "x" }])), candidate([], { finishReason: "STOP" })]),
  calls: (n) =>
    sse([
      ...times(n, (i) => candidate([{ functionCall: { name: "f", args: { i } } }])),
      candidate([], { finishReason: "STOP" }),
    ]),
  "thoughts between texts": (n) =>
    sse([
      ...times(n, (i) => candidate([{ text: "t", thought: true, thoughtSignature: `s${i}` }, { text: "x" }])),
      candidate([], { finishReason: "STOP" }),
    ]),
};

const frameOf = (type: string, body: JsonObject): Uint8Array =>
  encodeFrame(
    [
      [":message-type", "event"],
      [":event-type", type],
      [":content-type", "application/json"],
    ],
    JSON.stringify(body),
  );

const frames = (listed: readonly Uint8Array[]): Grown => ({
  type: "application/vnd.amazon.eventstream",
  chunks: listed,
});
const stop = frameOf("messageStop", { stopReason: "end_turn" });

export const CONVERSE_ANSWERS: Readonly<Record<string, GrowAnswer>> = {
  "pieces of text": (n) =>
    frames([
      frameOf("messageStart", { role: "assistant" }),
      ...times(n, () => frameOf("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "x" } })),
      stop,
    ]),
  calls: (n) =>
    frames([
      frameOf("messageStart", { role: "assistant" }),
      ...times(n, (contentBlockIndex) => [
        frameOf("contentBlockStart", {
          contentBlockIndex,
          start: { toolUse: { toolUseId: `c${contentBlockIndex}`, name: "f" } },
        }),
        frameOf("contentBlockDelta", { contentBlockIndex, delta: { toolUse: { input: "{}" } } }),
        frameOf("contentBlockStop", { contentBlockIndex }),
      ]).flat(),
      stop,
    ]),
  "a frame that comes byte by byte": (n) => {
    const frame = frameOf("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "x".repeat(n) } });
    return frames([...times(frame.length, (i) => frame.subarray(i, i + 1)), stop]);
  },
};
