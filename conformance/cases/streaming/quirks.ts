/**
 * Chunks that hosts really send and that break naive readers (STR-04, STR-05).
 * @module
 */
import { isObject, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { assemble } from "../../engine/reply.ts";
import { ask, type SendOptions } from "../../engine/session.ts";
import { sse } from "../../upstream/wire.ts";
import { parsedCalls, pinned } from "../_shared/support.ts";
import { checkChunks } from "./recorded.ts";

const event = (body: unknown): string => `data: ${JSON.stringify(body)}\n\n`;
const chunk = (choices: unknown, more: JsonObject = {}): string =>
  event({
    id: "chatcmpl-q",
    object: "chat.completion.chunk",
    created: 1_796_000_000,
    model: "m",
    choices,
    ...more,
  });
const delta = (body: unknown, finish: string | null = null, index = 0): string =>
  chunk([{ index, delta: body, finish_reason: finish }]);
const DONE = "data: [DONE]\n\n";
const START = delta({ role: "assistant", content: "" });

async function streamed(context: CaseContext, pieces: readonly string[], options: SendOptions = {}) {
  const session = await context.open();
  session.answer(sse(pieces));
  const endpoint = context.endpoint();
  const reply = await session.send(ask(pinned(endpoint), { stream: true }), options);
  return { session, reply, answer: assemble(reply) };
}

const HARMLESS: readonly [name: string, piece: string][] = [
  ["empty-choices", chunk([])],
  ["null-choices", chunk(null)],
  ["no-choices", event({ id: "chatcmpl-q", object: "chat.completion.chunk" })],
  ["null-delta", chunk([{ index: 0, delta: null, finish_reason: null }])],
  ["no-delta", chunk([{ index: 0, finish_reason: null }])],
  ["null-content", delta({ content: null })],
  ["null-usage", chunk([{ index: 0, delta: {}, finish_reason: null }], { usage: null })],
  ["repeated-role", delta({ role: "assistant", content: "" })],
  ["null-tool-calls", delta({ tool_calls: null })],
  ["unknown-event", `event: weather\n${event({ type: "weather" })}`],
  ["prompt-filter", chunk([], { prompt_filter_results: [] })],
  ["comment", ": ping\n\n"],
];

const call = (body: JsonObject): string => delta({ tool_calls: [body] });

const TOOL_FORMS: readonly [name: string, pieces: string[], expected: unknown[]][] = [
  [
    "interleaved",
    [
      call({ index: 0, id: "a", type: "function", function: { name: "tide", arguments: "" } }),
      call({ index: 1, id: "b", type: "function", function: { name: "wind", arguments: "" } }),
      call({ index: 0, function: { arguments: '{"x":' } }),
      call({ index: 1, function: { arguments: '{"y":' } }),
      call({ index: 0, function: { arguments: "1}" } }),
      call({ index: 1, function: { arguments: "2}" } }),
    ],
    [
      { id: "a", name: "tide", arguments: { x: 1 } },
      { id: "b", name: "wind", arguments: { y: 2 } },
    ],
  ],
  [
    "odd-indexes",
    [
      call({ index: 1, id: "a", type: "function", function: { name: "tide", arguments: "{}" } }),
      call({ index: 5, id: "b", type: "function", function: { name: "wind", arguments: "{}" } }),
    ],
    [
      { id: "a", name: "tide", arguments: {} },
      { id: "b", name: "wind", arguments: {} },
    ],
  ],
  [
    "no-index",
    [
      call({ id: "a", type: "function", function: { name: "tide", arguments: '{"x":' } }),
      call({ function: { arguments: "1}" } }),
      call({ id: "b", type: "function", function: { name: "wind", arguments: '{"y":2}' } }),
    ],
    [
      { id: "a", name: "tide", arguments: { x: 1 } },
      { id: "b", name: "wind", arguments: { y: 2 } },
    ],
  ],
  [
    "same-index",
    [
      call({ index: 0, id: "a", type: "function", function: { name: "tide", arguments: '{"x":' } }),
      call({ index: 0, function: { arguments: "1}" } }),
      call({ index: 0, id: "b", type: "function", function: { name: "wind", arguments: '{"y":' } }),
      call({ index: 0, function: { arguments: "2}" } }),
    ],
    [
      { id: "a", name: "tide", arguments: { x: 1 } },
      { id: "b", name: "wind", arguments: { y: 2 } },
    ],
  ],
  [
    "same-id",
    [
      call({ index: 0, id: "a", type: "function", function: { name: "tide", arguments: '{"x":' } }),
      call({ index: 1, id: "a", type: "function", function: { name: "wind", arguments: '{"y":' } }),
      call({ index: 0, id: "a", function: { arguments: "1}" } }),
      call({ index: 1, id: "a", function: { arguments: "2}" } }),
    ],
    [
      { id: "a", name: "tide", arguments: { x: 1 } },
      { id: "a", name: "wind", arguments: { y: 2 } },
    ],
  ],
  [
    "ids-that-change",
    [
      call({ index: 0, id: "a", type: "function", function: { name: "tide", arguments: '{"x":' } }),
      call({ index: 0, id: "a2", type: "function", function: { arguments: "1}" } }),
    ],
    [{ id: "a", name: "tide", arguments: { x: 1 } }],
  ],
  [
    "late-name",
    [
      call({ index: 0, id: "a", type: "function", function: { arguments: '{"x":' } }),
      call({ index: 0, function: { name: "tide", arguments: "1}" } }),
    ],
    [{ id: "a", name: "tide", arguments: { x: 1 } }],
  ],
  [
    "no-arguments",
    [call({ index: 0, id: "a", type: "function", function: { name: "tide", arguments: "" } })],
    [{ id: "a", name: "tide", arguments: {} }],
  ],
];

export const quirkStreams: readonly Case[] = [
  {
    id: "streaming.quirks.harmless-chunks",
    area: "streaming",
    title: "Empty, null and unknown chunks anywhere in a stream change nothing",
    why: "choices[0].delta on one of them kills the stream",
    requirements: ["STR-05"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const plain = [
        START,
        delta({ content: "Out" }),
        delta({ content: " with the moon." }),
        delta({}, "stop"),
        DONE,
      ];
      const expected = (await streamed(context, plain)).answer;
      for (const [name, piece] of HARMLESS) {
        const salted = plain.flatMap((original) => (original === DONE ? [original] : [piece, original]));
        const { answer, reply } = await streamed(context, salted);
        const { text, finishReasons, roles } = answer;
        context.check.equal(
          "STR-05",
          name,
          { text, finishReasons, roles, done: reply.done },
          { text: expected.text, finishReasons: ["stop"], roles: 1, done: true },
        );
      }
    },
  },
  {
    id: "streaming.quirks.no-done",
    area: "streaming",
    title: "A stream that finishes without [DONE] is whole, and the caller gets [DONE]",
    why: "half of all recorded streams have no [DONE]",
    requirements: ["STR-05"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const { answer, reply } = await streamed(context, [
        START,
        delta({ content: "Out." }),
        delta({}, "stop"),
      ]);
      context.check.equal(
        "STR-05",
        "answer",
        [answer.text, answer.finishReasons, reply.done],
        ["Out.", ["stop"], true],
      );
    },
  },
  {
    id: "streaming.quirks.repeated-finish",
    area: "streaming",
    title: "A repeated finish reason reaches the caller once",
    why: "clients close at the first one and report the second as a protocol error",
    requirements: ["STR-04"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const { answer } = await streamed(context, [
        START,
        delta({ content: "Out." }),
        delta({}, "stop"),
        delta({}, "stop"),
        DONE,
      ]);
      context.check.equal("STR-04", "once", answer.finishReasons, ["stop"]);
    },
  },
  {
    id: "streaming.quirks.changing-id",
    area: "streaming",
    title: "A stream whose chunks change their id has one id for the caller",
    why: "clients key their state on it",
    requirements: ["STR-04"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const pieces = [START, delta({ content: "Out." }), delta({}, "stop")].map((piece, i) =>
        piece.replace("chatcmpl-q", `chatcmpl-${i}`),
      );
      const { answer } = await streamed(context, [...pieces, DONE]);
      context.check.equal("STR-04", "one-id", answer.ids, ["chatcmpl-0"]);
    },
  },
  {
    id: "streaming.quirks.two-choices",
    area: "streaming",
    title: "Interleaved choices keep their indexes, roles and finishes",
    why: "a fixed index 0 joins two answers into one",
    requirements: ["STR-04"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const pieces = [
        delta({ role: "assistant", content: "" }, null, 0),
        delta({ role: "assistant", content: "" }, null, 1),
        delta({ content: "Ebb" }, null, 0),
        delta({ content: "Flow" }, null, 1),
        delta({}, "length", 1),
        delta({}, "stop", 0),
        DONE,
      ];
      const { reply } = await streamed(context, pieces);
      checkChunks(context, reply);
      const read = (index: number) => [assemble(reply, index).text, assemble(reply, index).finishReasons];
      context.check.equal(
        "STR-04",
        "choices",
        [read(0), read(1)],
        [
          ["Ebb", ["stop"]],
          ["Flow", ["length"]],
        ],
      );
    },
  },
  ...TOOL_FORMS.map(
    ([name, pieces, expected]): Case => ({
      id: `streaming.tools.${name}`,
      area: "streaming",
      title: `Tool-call deltas (${name}) assemble to valid JSON with the right ids`,
      why: "hosts omit indexes, delay names and send nothing for no arguments",
      requirements: ["STR-04"],
      needs: { api: "openai-chat", capabilities: ["tools"] },
      run: async (context) => {
        // Nothing but the case knows which deltas belong together.
        const options: SendOptions = { uncompared: "compared-by-the-case" };
        const whole = [START, ...pieces, delta({}, "tool_calls"), DONE];
        const { answer, reply } = await streamed(context, whole, options);
        context.check.equal("STR-04", "calls", parsedCalls(answer), expected);
        const first = reply.events
          .flatMap((e) => (Array.isArray(e.choices) ? e.choices : []))
          .filter(isObject);
        const opening = first
          .flatMap((c) => (isObject(c.delta) && Array.isArray(c.delta.tool_calls) ? c.delta.tool_calls : []))
          .filter(isObject);
        const named = new Set(opening.filter((c) => c.id !== undefined).map((c) => c.index)).size;
        context.check.equal("STR-04", "each-starts-with-id", named, expected.length);
        context.check.equal("STR-04", "finish", answer.finishReasons, ["tool_calls"]);
      },
    }),
  ),
];
