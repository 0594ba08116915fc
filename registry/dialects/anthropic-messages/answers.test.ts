/**
 * Answers by hand: what no recording can hold, since no caller of the canonical form can bring it about
 * (RES-02, RES-03, RES-05, STR-04, STR-05, STR-07, USE-01…05).
 */
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../json.ts";
import {
  assembled,
  chunksOf,
  decoding,
  eventsOf,
  plainRequest,
  provider,
  rendering,
  written,
} from "./fixtures.ts";
import { anthropicMessages } from "./index.ts";

const answer = (fields: JsonObject): JsonObject => ({
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "claude",
  content: [{ type: "text", text: "Out." }],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: { input_tokens: 3, output_tokens: 2 },
  ...fields,
});
const decode = (fields: JsonObject) => anthropicMessages.decodeResponse(answer(fields), decoding());
const choiceOf = (fields: JsonObject) => {
  const decoded = decode(fields);
  if (!decoded.ok) throw new Error(decoded.problem);
  return decoded.completion.choices[0];
};
const read = (raw: JsonObject) => anthropicMessages.readUsage(raw, provider.usage);

describe("an answer", () => {
  test.each([
    ["end_turn", "stop", undefined],
    ["max_tokens", "length", undefined],
    ["model_context_window_exceeded", "length", "model_context_window_exceeded"],
    ["refusal", "content_filter", undefined],
    ["pause_turn", "stop", "pause_turn"],
    ["compaction", "stop", "compaction"],
    ["ebb_tide", "stop", "ebb_tide"],
    ["constructor", "stop", "constructor"],
  ])("that stops with %s finishes with %s", (stop_reason, finish_reason, native_finish_reason) => {
    const { finish_reason: seen, ...rest } = choiceOf({ stop_reason }) ?? {};
    expect([seen, (rest as JsonObject).native_finish_reason]).toEqual([finish_reason, native_finish_reason]);
  });

  test("says why it refused, and at which sequence it stopped", () => {
    const refused = choiceOf({
      content: [],
      stop_reason: "refusal",
      stop_details: { explanation: "Unsafe." },
    });
    expect(refused?.message).toMatchObject({ content: null, refusal: "Unsafe." });
    expect(choiceOf({ stop_reason: "stop_sequence", stop_sequence: "END" })).toMatchObject({
      stop_sequence: "END",
    });
  });

  test.each<[string, JsonObject | Json]>([
    ["no object", null],
    ["no content", answer({ content: null })],
    ["a block that is none", answer({ content: ["Out."] })],
    ["no stop reason", answer({ stop_reason: null })],
    ["a nameless call", answer({ content: [{ type: "tool_use", id: "a", input: {} }] })],
  ])("with %s is none (RES-05)", (_name, body) =>
    expect(anthropicMessages.decodeResponse(body, decoding()).ok).toBe(false),
  );

  test("with blocks of Anthropic's own keeps them all, and gives them back", () => {
    const content = [
      { type: "text", text: "Look. " },
      { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: "tide" } },
      { type: "web_search_tool_result", tool_use_id: "srvtoolu_1", content: [] },
      {
        type: "text",
        text: "Low at six.",
        citations: [
          {
            type: "web_search_result_location",
            url: "https://t.example",
            title: "Tides",
            encrypted_index: "x",
            cited_text: "six",
          },
        ],
      },
    ];
    const decoded = decode({ content, stop_reason: "pause_turn" });
    if (!decoded.ok) throw new Error(decoded.problem);
    const { message } = decoded.completion.choices[0] ?? {};
    expect(message).toMatchObject({ content: "Look. Low at six.", anthropic_content: content });
    expect(message?.annotations).toEqual([
      {
        type: "url_citation",
        url_citation: { url: "https://t.example", title: "Tides", start_index: 6, end_index: 17 },
      },
    ]);
    const back = anthropicMessages.encodeResponse(decoded.completion, decoded.usage, rendering());
    expect(back).toMatchObject({ content, stop_reason: "pause_turn" });
  });

  test("of another dialect's has its citations on the passages that they are about", () => {
    const annotations = [
      {
        type: "url_citation",
        url_citation: { url: "https://t.example", title: "T", start_index: 4, end_index: 7 },
      },
    ];
    const message = { role: "assistant" as const, content: "Low at six", annotations };
    const head = { id: "x", object: "chat.completion" as const, created: 1, model: "m" };
    const completion = {
      ...head,
      choices: [{ index: 0, message, logprobs: null, finish_reason: "stop" as const }],
    };
    const body = anthropicMessages.encodeResponse(completion, { kind: "unknown" }, rendering());
    expect((body.content as JsonObject[]).map(({ text }) => text)).toEqual(["Low ", "at ", "six"]);
    expect(body.usage).toEqual({ input_tokens: null, output_tokens: null });
    const back = anthropicMessages.decodeResponse(body, decoding());
    expect(back.ok && back.completion.choices[0]?.message.annotations).toEqual(annotations);
  });
});

describe("usage", () => {
  test("counts reads and both writes beside the input, thinking inside the output", () => {
    const raw = {
      input_tokens: 3,
      cache_read_input_tokens: 1111,
      cache_creation_input_tokens: 418,
      cache_creation: { ephemeral_5m_input_tokens: 18, ephemeral_1h_input_tokens: 400 },
      output_tokens: 33,
      output_tokens_details: { thinking_tokens: 20 },
      server_tool_use: { web_search_requests: 2 },
    };
    expect(read(raw)).toMatchObject({
      kind: "known",
      usage: {
        input: 3,
        cacheRead: 1111,
        cacheWrite5m: 18,
        cacheWrite1h: 400,
        output: 13,
        reasoning: 20,
        search: 2,
      },
    });
  });

  test("sums the calls where the context was compacted, and leaves out an advisor's", () => {
    const iterations = [
      { type: "compaction", input_tokens: 100, cache_read_input_tokens: 55_096, output_tokens: 83 },
      { type: "message", input_tokens: 181, cache_read_input_tokens: 0, output_tokens: 8 },
      { type: "advisor_message", model: "claude-other", input_tokens: 2518, output_tokens: 22 },
    ];
    const raw = { input_tokens: 181, cache_read_input_tokens: 0, output_tokens: 8, iterations };
    expect(read(raw)).toMatchObject({ kind: "known", usage: { input: 281, cacheRead: 55_096, output: 91 } });
    const advised = { input_tokens: 2390, output_tokens: 121, iterations: iterations.slice(1) };
    expect(read(advised)).toMatchObject({ kind: "known", usage: { input: 2390, output: 121 } });
  });

  test.each<[string, JsonObject, string]>([
    ["half of it", { input_tokens: 3 }, "unknown"],
    [
      "a split that does not sum",
      {
        input_tokens: 3,
        output_tokens: 2,
        cache_creation_input_tokens: 5,
        cache_creation: { ephemeral_5m_input_tokens: 4 },
      },
      "contradictory",
    ],
    [
      "more thinking than output",
      { input_tokens: 3, output_tokens: 2, output_tokens_details: { thinking_tokens: 3 } },
      "contradictory",
    ],
    ["words", { input_tokens: "3", output_tokens: 2 }, "contradictory"],
  ])("with %s is %s", (_name, raw, kind) => expect(read(raw).kind).toBe(kind));
});

const start = (usage: JsonObject = {}, id = "msg_1") => ({
  type: "message_start",
  message: { id, model: "claude", usage },
});
const text = (words: string, index = 0): JsonObject[] => [
  { type: "content_block_start", index, content_block: { type: "text", text: "" } },
  { type: "content_block_delta", index, delta: { type: "text_delta", text: words } },
  { type: "content_block_stop", index },
];
const end = (usage: JsonObject, stop_reason = "end_turn"): JsonObject[] => [
  { type: "message_delta", delta: { stop_reason }, usage },
  { type: "message_stop" },
];

describe("a stream", () => {
  const lastUsage = async (...events: JsonObject[]) =>
    (await eventsOf(written(...events))).findLast((event) => event.type === "usage")?.usage;

  test("counts as its last events say, key by key", async () => {
    const opened = {
      input_tokens: 2068,
      cache_creation_input_tokens: 10,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 10 },
      output_tokens: 1,
    };
    expect(
      await lastUsage(start(opened), ...text("Hi."), ...end({ input_tokens: 22_397, output_tokens: 9 })),
    ).toMatchObject({
      usage: { input: 22_397, cacheWrite1h: 10, output: 9 },
    });
    // Writes grow without a new split: they live as long as those before.
    const grown = end({ input_tokens: 5, cache_creation_input_tokens: 30, output_tokens: 9 });
    expect(await lastUsage(start(opened), ...grown)).toMatchObject({
      usage: { input: 5, cacheWrite1h: 30, output: 9 },
    });
  });

  test("keeps blocks of Anthropic's own in order, once the first of them comes", async () => {
    const events = await eventsOf(
      written(
        start(),
        ...text("Look."),
        {
          type: "content_block_start",
          index: 1,
          content_block: { type: "server_tool_use", id: "s", name: "web_search", input: {} },
        },
        {
          type: "content_block_delta",
          index: 1,
          delta: { type: "input_json_delta", partial_json: '{"query":"tide"}' },
        },
        { type: "content_block_stop", index: 1 },
        ...text("Low.", 2),
        ...end({ input_tokens: 1, output_tokens: 1 }, "pause_turn"),
      ),
    );
    expect(assembled(chunksOf(events))).toMatchObject({
      text: "Look.Low.",
      blocks: [
        { type: "text", text: "Look." },
        { type: "server_tool_use", id: "s", name: "web_search", input: { query: "tide" } },
        { type: "text", text: "Low." },
      ],
      finish: [["stop", "pause_turn"]],
    });
  });

  test.each<[string, JsonObject[]]>([
    ["another message in its midst", [start(), ...text("Hi."), start({}, "msg_2"), ...end({})]],
    ["no finish", [start(), ...text("Hi.")]],
    ["an end without a finish", [start(), ...text("Hi."), { type: "message_stop" }]],
    [
      "a nameless call",
      [start(), { type: "content_block_start", index: 0, content_block: { type: "tool_use", id: "a" } }],
    ],
    ["nothing", []],
  ])("with %s is broken", async (_name, events) =>
    expect((await eventsOf(written(...events))).at(-1)).toMatchObject({ type: "broken" }),
  );

  test("that holds no JSON is broken, and nothing follows", async () => {
    const frames = [...written(start()), new TextEncoder().encode("data: {half\n\n"), ...written(...end({}))];
    const events = await eventsOf(frames);
    expect(events.filter(({ type }) => type === "broken" || type === "end")).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ type: "broken" });
  });

  test("survives events, blocks and deltas that nobody knows", async () => {
    const odd: JsonObject[] = [
      { type: "vertex_event" },
      { type: "content_block_delta", index: 7, delta: { type: "text_delta", text: "lost" } },
      { type: "content_block_start", index: 1, content_block: { type: "tide_table", rows: 2 } },
      { type: "content_block_delta", index: 1, delta: { type: "row_delta" } },
      { type: "content_block_stop", index: 1 },
    ];
    const events = await eventsOf(written(start(), ...odd, ...text("Hi."), ...end({})));
    expect(events.at(-1)).toEqual({ type: "end" });
    expect(assembled(chunksOf(events)).text).toBe("Hi.");
  });

  test("gives tool names back as the caller wrote them, and {} for no arguments", async () => {
    const request = {
      ...plainRequest,
      tools: [{ type: "function" as const, function: { name: "harbour.bell" } }],
    };
    const call = { type: "tool_use", id: "toolu_1", name: "harbour_bell", input: {} };
    const frames = written(
      start(),
      { type: "content_block_start", index: 0, content_block: call },
      ...end({}, "tool_use"),
    );
    expect(assembled(chunksOf(await eventsOf(frames, request))).calls).toEqual([
      { id: "toolu_1", name: "harbour.bell", arguments: "{}" },
    ]);
  });
});
