/**
 * Streams for callers who speak the dialect: the events that they see, to the letter (STR-04, STR-07, RES-03, RES-04).
 */
import { describe, expect, test } from "vitest";
import type { ChatChunk, Delta } from "../../../canonical/chat.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import { gatewayError } from "../../../errors/api-error.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { anthropicMessages } from "../index.ts";
import { chunk, eventsFor, FINISH, read } from "./caller-stream-testing.ts";
import { rendering } from "./testing.ts";

const KNOWN: UsageReading = {
  kind: "known",
  usage: { input: 3, output: 5 },
  raw: { service_tier: "standard" },
};

/** What stands between the first event and the last two. */
const content = (...deltas: Delta[]): JsonObject[] =>
  eventsFor([...deltas.map((delta) => chunk(delta)), FINISH]).slice(1, -2);

const start = (index: number, content_block: JsonObject) => ({
  type: "content_block_start",
  index,
  content_block,
});
const delta = (index: number, type: string, more: JsonObject) => ({
  type: "content_block_delta",
  index,
  delta: { type, ...more },
});
const stop = (index: number) => ({ type: "content_block_stop", index });
const text = (index: number, ...said: string[]) => [
  start(index, { type: "text", text: "" }),
  ...said.map((words) => delta(index, "text_delta", { text: words })),
  stop(index),
];
const thinking = (index: number, said: string[], signature?: string) => [
  start(index, { type: "thinking", thinking: "", signature: "" }),
  ...said.map((words) => delta(index, "thinking_delta", { thinking: words })),
  ...(signature === undefined ? [] : [delta(index, "signature_delta", { signature })]),
  stop(index),
];
const call = (index: number, id: string, name: string, args: string): Delta => ({
  tool_calls: [{ index, id, type: "function", function: { name, arguments: args } }],
});
const piece = (index: number, args: string): Delta => ({
  tool_calls: [{ index, function: { arguments: args } }],
});
const tool = (index: number, id: string, name: string, more: JsonObject = {}) =>
  start(index, { type: "tool_use", id, name, input: {}, ...more });
const typed = (index: number, partial_json: string) => delta(index, "input_json_delta", { partial_json });
const cited = (url?: string): JsonObject => ({
  type: "url_citation",
  url_citation: { ...(url === undefined ? {} : { url }), title: "Tides", start_index: 0, end_index: 4 },
});

test("a stream opens with a message of nothing and ends with its reason and its counts", () => {
  expect(
    eventsFor([chunk({ role: "assistant", content: "" }), chunk({ content: "Ebb." }), FINISH], KNOWN),
  ).toEqual([
    {
      type: "message_start",
      message: {
        id: "msg_1",
        type: "message",
        role: "assistant",
        model: "claude",
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: {
          input_tokens: 0,
          cache_creation_input_tokens: null,
          cache_read_input_tokens: null,
          output_tokens: 0,
        },
      },
    },
    ...text(0, "Ebb."),
    {
      type: "message_delta",
      delta: { stop_reason: "end_turn", stop_sequence: null },
      usage: {
        input_tokens: 3,
        output_tokens: 5,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
        service_tier: "standard",
      },
    },
    { type: "message_stop" },
  ]);
});

describe("the content has", () => {
  test.each<[string, Delta[], JsonObject[]]>([
    ["pieces of text in one block", [{ content: "Eb" }, { content: "b." }], text(0, "Eb", "b.")],
    [
      "thinking and text in blocks of their own",
      [
        { reasoning_content: "Mo" },
        { reasoning_content: "on" },
        { content: "Ebb." },
        { reasoning_content: "Hm" },
      ],
      [...thinking(0, ["Mo", "on"]), ...text(1, "Ebb."), ...thinking(2, ["Hm"])],
    ],
    [
      "a signature for what was thought, not the thought again",
      [
        { reasoning_content: "Moon" },
        { reasoning_details: [{ type: "reasoning.text", text: "Moon", signature: "c2ln" }] },
        { reasoning_details: [{ type: "reasoning.text", text: "Sun", signature: "c3Vu" }] },
      ],
      [...thinking(0, ["Moon"], "c2ln"), ...thinking(1, ["Sun"], "c3Vu")],
    ],
    [
      "a signature for a thought that is not shown",
      [{ reasoning_details: [{ type: "reasoning.text", text: "", signature: "c2ln" }] }],
      thinking(0, [], "c2ln"),
    ],
    [
      "a signed thought after an empty one that nobody signed",
      [
        { reasoning_details: [{ type: "reasoning.text", text: "" }] },
        { reasoning_details: [{ type: "reasoning.text", text: "Moon", signature: "c2ln" }] },
      ],
      thinking(0, ["", "Moon"], "c2ln"),
    ],
    [
      "thinking that nobody signed, once",
      [
        { reasoning_details: [{ type: "reasoning.text", text: "Moon" }] },
        { reasoning_content: " high", reasoning_details: [{ type: "reasoning.text", text: " high" }] },
      ],
      thinking(0, ["Moon", " high"]),
    ],
    [
      "sealed thinking whole",
      [
        { reasoning_content: "Moon" },
        { reasoning_details: [{ type: "reasoning.encrypted", data: "c2VhbGVk" }] },
        { reasoning_content: "Sun" },
      ],
      [
        ...thinking(0, ["Moon"]),
        start(1, { type: "redacted_thinking", data: "c2VhbGVk" }),
        stop(1),
        ...thinking(2, ["Sun"]),
      ],
    ],
    [
      "a call after the one before it is whole",
      [
        { content: "Look." },
        call(0, "a", "tide", '{"at":'),
        piece(0, '"noon"}'),
        call(1, "b", "bell", ""),
        piece(1, "{}"),
      ],
      [
        ...text(0, "Look."),
        tool(1, "a", "tide"),
        typed(1, '{"at":'),
        typed(1, '"noon"}'),
        stop(1),
        tool(2, "b", "bell"),
        typed(2, "{}"),
        stop(2),
      ],
    ],
    [
      "calls open beside each other while they are not",
      [
        call(0, "a", "tide", '{"at":'),
        call(1, "b", "bell", "[1]"),
        piece(0, "1}"),
        call(2, "c", "moon", "{}"),
      ],
      [
        tool(0, "a", "tide"),
        typed(0, '{"at":'),
        tool(1, "b", "bell"),
        typed(1, "[1]"),
        typed(0, "1}"),
        stop(0),
        tool(2, "c", "moon"),
        typed(2, "{}"),
        stop(1),
        stop(2),
      ],
    ],
    [
      "no piece of a call that never began, and a call though it says nothing",
      [piece(7, "{}"), { tool_calls: [{ index: 0, id: "a" }] }, { content: "Ebb." }],
      [tool(0, "a", ""), stop(0), ...text(1, "Ebb.")],
    ],
    [
      "who made a call from code",
      [
        {
          tool_calls: [
            {
              index: 0,
              id: "a",
              function: { name: "tide", arguments: "" },
              extra_content: { anthropic: { caller: { type: "code_execution_20250825" } } },
            },
          ],
        },
      ],
      [tool(0, "a", "tide", { caller: { type: "code_execution_20250825" } }), stop(0)],
    ],
    [
      "citations of pages in the text that they belong to",
      [{ content: "Low." }, { annotations: [null, cited(), cited("https://t.example")] }],
      [
        ...text(0, "Low.").slice(0, -1),
        delta(0, "citations_delta", {
          citation: {
            type: "web_search_result_location",
            url: "https://t.example",
            title: "Tides",
            encrypted_index: "",
            cited_text: "",
          },
        }),
        stop(0),
      ],
    ],
  ])("%s", (_what, deltas, expected) => expect(content(...deltas)).toEqual(expected));

  test("blocks of Anthropic's own as they came, beside what the deltas told already", () => {
    const search = { type: "server_tool_use", id: "s", name: "web_search" };
    const result = { type: "web_search_tool_result", tool_use_id: "s", content: [] };
    const scroll = { type: "tide_table", citations: [{ type: "char_location" }] };
    const doc = { type: "char_location", document_index: 0 };
    const kept: Json[] = [
      null,
      { type: "text", text: "Look." },
      { ...search, input: { query: "tide" } },
      search,
      result,
      scroll,
      { type: "thinking", thinking: "Hm" },
      { type: "text", text: "Low.", citations: [doc, { url: "https://t.example" }, null] },
      { type: "tool_use", id: "a", name: "tide", input: {} },
    ];
    expect(content({ content: "Look." }, { anthropic_content: kept })).toEqual([
      ...text(0, "Look."),
      start(1, { ...search, input: {} }),
      typed(1, '{"query":"tide"}'),
      stop(1),
      start(2, { ...search, input: {} }),
      typed(2, "{}"),
      stop(2),
      start(3, result),
      stop(3),
      start(4, scroll),
      stop(4),
      start(5, { type: "text", text: "" }),
      delta(5, "citations_delta", { citation: doc }),
      stop(5),
    ]);
  });

  test("only the first choice", () => {
    const both = { ...chunk({ content: "Ebb." }), choices: [...chunk({ content: "Ebb." }).choices] };
    both.choices.push({ index: 1, delta: { content: "Flow." }, finish_reason: "length" });
    expect(eventsFor([both, FINISH]).slice(1, -1)).toMatchObject([
      ...text(0, "Ebb."),
      { delta: { stop_reason: "end_turn" } },
    ]);
  });
});

test("a stream without a chunk is a whole message all the same, under the gateway's own id", () => {
  expect(eventsFor([])).toMatchObject([
    { type: "message_start", message: { id: "req_made_up", model: "made-up", content: [] } },
    { type: "message_delta" },
    { type: "message_stop" },
  ]);
});

test("a quiet stream has pings; a broken one ends with the error", () => {
  const encoder = anthropicMessages.encodeStream(rendering());
  expect(read(encoder.keepAlive())).toEqual([{ type: "ping" }]);
  expect(read(encoder.error(gatewayError("overloaded", "The harbour is full")))).toEqual([
    {
      type: "error",
      error: { type: "overloaded_error", message: "The harbour is full", param: null, code: null },
      request_id: "req_made_up",
    },
  ]);
});

describe("the opening of a stream", () => {
  const opened = (chunks: readonly ChatChunk[], early: UsageReading | null): JsonObject[] => {
    const encoder = anthropicMessages.encodeStream(rendering());
    const [first, ...rest] = chunks;
    return read([
      ...(first ? encoder.chunk(first) : []),
      ...((early && encoder.counted?.(early)) ?? []),
      ...rest.flatMap((one) => encoder.chunk(one)),
      ...encoder.end(KNOWN),
    ]);
  };
  const usageAt = ([event]: JsonObject[]) => (event?.message as JsonObject | undefined)?.usage;
  const role = chunk({ role: "assistant", content: "" });

  test("has the counts that came right behind it", () => {
    const early: UsageReading = { kind: "known", usage: { input: 30, cacheRead: 12, output: 1 }, raw: {} };
    const events = opened([role, chunk({ content: "Out." }), FINISH], early);
    expect(usageAt(events)).toMatchObject({
      input_tokens: 30,
      cache_read_input_tokens: 12,
      output_tokens: 1,
    });
    expect(events.filter(({ type }) => type === "message_start")).toHaveLength(1);
  });

  test("is taken back where it counted thinking and the end counts none: clients keep what they were told", () => {
    const early: UsageReading = { kind: "known", usage: { input: 30, output: 9, reasoning: 7 }, raw: {} };
    const told = opened([role, chunk({ content: "Out." }), FINISH], early);
    expect(usageAt(told)).toMatchObject({ output_tokens_details: { thinking_tokens: 7 } });
    const last = told.find(({ type }) => type === "message_delta");
    expect(last?.usage).toMatchObject({ output_tokens_details: { thinking_tokens: 0 } });
  });

  test("has zeros where the provider counts at the end, or not at all", () => {
    const zeros = {
      input_tokens: 0,
      cache_creation_input_tokens: null,
      cache_read_input_tokens: null,
      output_tokens: 0,
    };
    expect(usageAt(opened([role, chunk({ content: "Out." }), FINISH], null))).toEqual(zeros);
    expect(usageAt(opened([role, chunk({ content: "Out." }), FINISH], { kind: "unknown" }))).toEqual(zeros);
  });

  test("stays the first event where the first chunk already says something", () => {
    const events = opened([chunk({ role: "assistant", content: "Out." }), FINISH], KNOWN);
    expect(events.map(({ type }) => type).slice(0, 2)).toEqual(["message_start", "content_block_start"]);
  });
});
