/** Providers of the Responses API: what they are sent and how they are read (API-01, RES-02…05, STR-04…07, USE-04). */
import { describe, expect, test } from "vitest";
import { type ChatRequest, ChatRequestSchema } from "../../../canonical/chat.ts";
import type { Endpoint } from "../../../endpoint.ts";
import { openRegistry } from "../../../index.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { OpenAiProvider } from "../../../providers/openai/index.ts";
import { PLAIN_TRAITS } from "../../codec.ts";
import { openaiResponses } from "../index.ts";

/** OpenAI as the documentation describes it. */
const traits = { ...PLAIN_TRAITS, developerRole: "developer", cacheControl: false } as const;
const convention = new OpenAiProvider().chatApi("openai-chat").usage;
const registered = openRegistry().indexes.endpoints.find((each) => each.id === "gpt-5-codex:openai");
if (!registered) throw new Error("the registry has no gpt-5-codex at OpenAI");
const endpoint: Endpoint = { ...registered, api: "openai-responses" };
const chat = (fields: object): ChatRequest =>
  ChatRequestSchema.parse({ model: "m", messages: [{ role: "user", content: "Hi." }], ...fields });
const decoding = (request = chat({})) => ({
  endpoint,
  traits,
  convention,
  request,
  nowSeconds: 1_796_000_000,
  fallbackId: "fallback",
});

const usage = {
  input_tokens: 4020,
  output_tokens: 5,
  total_tokens: 4025,
  input_tokens_details: { cached_tokens: 0, cache_write_tokens: 4012 },
  output_tokens_details: { reasoning_tokens: 2 },
};
const text = (said: string, more: JsonObject = {}): JsonObject => ({
  type: "message",
  id: "msg_1",
  role: "assistant",
  status: "completed",
  content: [{ type: "output_text", text: said, annotations: [] }],
  ...more,
});
const called = (call_id: string, args: string, more: JsonObject = {}): JsonObject => ({
  type: "function_call",
  id: `fc_${call_id}`,
  call_id,
  name: "tide",
  arguments: args,
  ...more,
});
const response = (output: Json[], more: JsonObject = {}): JsonObject => ({
  id: "resp_1",
  object: "response",
  created_at: 7,
  model: "gpt-x",
  status: "completed",
  output,
  usage,
  ...more,
});

describe("an answer", () => {
  const read = (body: Json) => {
    const decoded = openaiResponses.decodeResponse(body, decoding());
    if (!decoded.ok) return { problem: decoded.problem };
    const [choice] = decoded.completion.choices;
    return { ...choice?.message, finish: choice?.finish_reason, usage: decoded.usage };
  };

  test("is read whole: several messages, every call, thinking, whatever stands first", () => {
    const thought = { type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: "Moon." }] };
    expect(
      read(response([thought, text("Ebb"), text("."), called("c1", "{}"), called("c2", "")])),
    ).toMatchObject({
      content: "Ebb.",
      reasoning_content: "Moon.",
      finish: "tool_calls",
      tool_calls: [
        { id: "c1", function: { name: "tide", arguments: "{}" } },
        { id: "c2", function: { name: "tide", arguments: "{}" } },
      ],
      usage: { kind: "known", usage: { input: 8, cacheWrite5m: 4012, output: 3, reasoning: 2 } },
    });
  });

  test("counts citations from the start of the whole text, wherever their part stands", () => {
    const cited = (said: string): JsonObject => ({
      type: "output_text",
      text: said,
      annotations: [{ type: "url_citation", start_index: 1, end_index: 3, url: "https://tide.example" }],
    });
    const spoken = text("", { content: [cited("Ebb."), cited("Flow.")] });
    const at = (start_index: number) => ({ start_index, end_index: start_index + 2 });
    expect(
      read(response([spoken, called("c1", "{}"), text("", { content: [cited("Ebb.")] })])),
    ).toMatchObject({
      content: "Ebb.Flow.Ebb.",
      annotations: [1, 5, 10].map((start) => ({ url_citation: at(start) })),
    });
  });

  test("keeps the order of a refusal and the texts beside it", () => {
    const refusal = { type: "refusal", refusal: "No." };
    const spoken = text("", { content: [refusal, { type: "output_text", text: "Ebb." }] });
    expect(read(response([spoken]))).toMatchObject({
      content: "Ebb.",
      refusal: "No.",
      item_order: [{ type: "refusal" }, { type: "text", start: 0, end: 4 }],
    });
  });

  test("keeps items that chats have no place for, and those of plain answers not", () => {
    const odd = { type: "web_search_call", id: "ws_1", status: "searching" };
    expect(read(response([odd, text("Ebb.")]))).toMatchObject({
      content: "Ebb.",
      responses_output: { provider: "openai", items: [odd, text("Ebb.")] },
    });
    expect(read(response([text("Ebb.")]))).not.toHaveProperty("responses_output");
  });

  test.each<[string, JsonObject, string]>([
    [
      "max_output_tokens",
      { status: "incomplete", incomplete_details: { reason: "max_output_tokens" } },
      "length",
    ],
    [
      "content_filter",
      { status: "incomplete", incomplete_details: { reason: "content_filter" } },
      "content_filter",
    ],
    ["an unknown reason", { status: "incomplete", incomplete_details: { reason: "tides" } }, "length"],
    ["an unknown status", { status: "complete" }, "stop"],
  ])("ends by %s as %j says", (_what, more, finish) => {
    expect(read(response([text("Eb")], more))).toMatchObject({ finish, usage: { kind: "known" } });
  });

  test.each<[string, Json]>([
    ["no object", "text"],
    ["no output", { id: "resp_1", object: "response", status: "completed" }],
    ["an empty output", response([])],
    ["an item that is none", response([null])],
    ["a nameless call", response([called("c1", "{}", { name: "" })])],
    ["work that goes on", response([], { status: "queued" })],
    ["work that was ended", response([text("Eb")], { status: "cancelled" })],
  ])("is none with %s", (_what, body) => {
    expect(read(body)).toEqual({ problem: expect.any(String) });
  });

  test("that failed is an error, also in a 200", () => {
    const failed = response([], { status: "failed", error: { code: "server_error", message: "It jammed" } });
    expect(openaiResponses.isError(failed)).toBe(true);
    expect(openaiResponses.isError(response([text("Ebb.")], { error: null }))).toBe(false);
  });
});

describe("a stream", () => {
  const frames = (events: readonly JsonObject[], named = true) =>
    events
      .map((event) => `${named ? `event: ${String(event.type)}\n` : ""}data: ${JSON.stringify(event)}\n\n`)
      .join("");

  async function eventsOf(wire: string) {
    const source = (async function* () {
      yield new TextEncoder().encode(wire);
    })();
    const found = [];
    for await (const event of openaiResponses.decodeStream(source, decoding())) found.push(event);
    return found;
  }

  async function read(events: readonly JsonObject[], tail = "") {
    const found = await eventsOf(frames(events) + tail);
    const answer = {
      text: "",
      thought: "",
      calls: [] as string[],
      finish: null as string | null,
      kept: undefined as unknown,
    };
    for (const event of found) {
      if (event.type !== "chunk") continue;
      for (const { delta, finish_reason } of event.chunk.choices) {
        answer.text += delta.content ?? "";
        answer.thought += delta.reasoning_content ?? "";
        for (const { index, id, function: fn } of delta.tool_calls ?? [])
          answer.calls[index] = `${answer.calls[index] ?? `${id} ${fn?.name} `}${fn?.arguments ?? ""}`;
        answer.finish = finish_reason ?? answer.finish;
        answer.kept = delta.responses_output ?? answer.kept;
      }
    }
    const counted = found.findLast(({ type }) => type === "usage");
    return { ...answer, last: found.at(-1)?.type, counted: counted !== undefined, events: found };
  }

  const created = {
    type: "response.created",
    response: response([], { status: "in_progress", usage: null }),
  };
  const added = (output_index: number, item: JsonObject): JsonObject => ({
    type: "response.output_item.added",
    output_index,
    item,
  });
  const done = (output_index: number, item: JsonObject): JsonObject => ({
    type: "response.output_item.done",
    output_index,
    item,
  });
  const said = (output_index: number, delta: string): JsonObject => ({
    type: "response.output_text.delta",
    output_index,
    content_index: 0,
    item_id: "msg_1",
    delta,
  });
  const typed = (output_index: number, delta: string): JsonObject => ({
    type: "response.function_call_arguments.delta",
    output_index,
    item_id: "other",
    delta,
  });
  const end = (output: Json[], more: JsonObject = {}): JsonObject => ({
    type: `response.${more.status ?? "completed"}`,
    response: response(output, more),
  });
  const spoken = [
    created,
    added(0, text("", { content: [] })),
    said(0, "Eb"),
    said(0, "b."),
    done(0, text("Ebb.")),
  ];

  test("is read with and without names of its events, with and without [DONE]", async () => {
    const events = [...spoken, end([text("Ebb.")])];
    const expected = { text: "Ebb.", finish: "stop", last: "end", counted: true };
    expect(await read(events)).toMatchObject(expected);
    expect(await read(events, "data: [DONE]\n\n")).toMatchObject(expected);
    expect(await eventsOf(frames(events, false))).toEqual(await eventsOf(frames(events)));
  });

  test("ends with its terminal event: what follows is not read", async () => {
    const events = [...spoken, end([text("Ebb.")]), said(0, " More."), end([])];
    expect(await read(events)).toMatchObject({ text: "Ebb.", last: "end" });
  });

  test("gives pieces of arguments by the index, whatever the ids of items do", async () => {
    const events = [
      created,
      added(0, called("c1", "")),
      added(1, called("c2", "", { id: "fc_changed" })),
      typed(0, '{"a"'),
      typed(1, "{"),
      typed(0, ":1}"),
      typed(1, "}"),
      done(0, called("c1", '{"a":1}')),
      done(1, called("c2", "{}")),
      end([]),
    ];
    expect((await read(events)).calls).toEqual(['c1 tide {"a":1}', "c2 tide {}"]);
  });

  test("gives arguments that came whole, once", async () => {
    const whole = { type: "response.function_call_arguments.done", output_index: 0, arguments: '{"a":1}' };
    const item = called("c1", '{"a":1}');
    for (const events of [[whole, done(0, item)], [done(0, item)], [typed(0, '{"a"'), done(0, item)]])
      expect((await read([created, added(0, called("c1", "")), ...events, end([item])])).calls).toEqual([
        'c1 tide {"a":1}',
      ]);
  });

  test("counts citations from the start of the whole text, wherever their part stands", async () => {
    const cited = (output_index: number, content_index: number): JsonObject => ({
      type: "response.output_text.annotation.added",
      output_index,
      content_index,
      annotation: { type: "url_citation", start_index: 1, end_index: 3, url: "https://tide.example" },
    });
    const { events } = await read([
      created,
      added(0, text("", { content: [] })),
      said(0, "Ebb."),
      cited(0, 0),
      { ...said(0, "Flow."), content_index: 1 },
      cited(0, 1),
      cited(0, 0),
      done(0, text("Ebb.Flow.")),
      added(1, text("", { content: [] })),
      cited(1, 0),
      said(1, "Ebb."),
      done(1, text("Ebb.")),
      end([]),
    ]);
    const found = events.flatMap((event) => (event.type === "chunk" ? event.chunk.choices : []));
    const starts = found.flatMap(({ delta }) => (delta.annotations ?? []) as { url_citation: JsonObject }[]);
    expect(starts.map(({ url_citation: at }) => at.start_index)).toStrictEqual([1, 5, 1, 10]);
  });

  test("gives items that only the terminal event has", async () => {
    expect(await read([created, end([text("Ebb."), called("c1", "{}")])])).toMatchObject({
      text: "Ebb.",
      calls: ["c1 tide {}"],
      finish: "tool_calls",
      last: "end",
    });
  });

  test("ignores events that nobody knows and gaps of the numbers, and keeps items that nobody knows", async () => {
    const dream = { type: "dream", id: "dr_1" };
    const events = [
      { ...created, sequence_number: 0 },
      { type: "response.dream.begun", sequence_number: 9 },
      added(0, dream),
      done(0, dream),
      added(1, text("", { content: [] })),
      said(1, "Ebb."),
      done(1, text("Ebb.")),
      end([dream, text("Ebb.")]),
    ];
    expect(await read(events)).toMatchObject({
      text: "Ebb.",
      last: "end",
      kept: { provider: "openai", items: [dream, text("Ebb.")] },
    });
  });

  test("reads an open item and thinking that closes late by their index, summaries apart", async () => {
    const summary = ["Moon.", "Sun."].map((words) => ({ type: "summary_text", text: words }));
    const thought = { type: "reasoning", id: "rs_1", summary };
    const delta = (summary_index: number, piece: string) => ({
      type: "response.reasoning_summary_text.delta",
      output_index: 0,
      summary_index,
      delta: piece,
    });
    const events = [
      created,
      added(0, { ...thought, summary: [] }),
      delta(0, "Mo"),
      delta(0, "on."),
      delta(1, "Sun."),
      added(1, text("", { content: [] })),
      said(1, "Ebb."),
      done(1, text("Ebb.")),
      done(0, thought),
      end([thought, text("Ebb.")]),
    ];
    expect(await read(events)).toMatchObject({ text: "Ebb.", thought: "Moon.\n\nSun.", last: "end" });
  });

  test.each([
    ["incomplete", { reason: "max_output_tokens" }, "length"],
    ["incomplete", { reason: "content_filter" }, "content_filter"],
  ])("that is cut ends %s by %j, with its usage", async (status, incomplete_details, finish) => {
    const events = [...spoken.slice(0, 3), end([text("Eb")], { status, incomplete_details })];
    expect(await read(events)).toMatchObject({ text: "Eb", finish, last: "end", counted: true });
  });

  test("without a terminal event is broken", async () => {
    for (const events of [[], [created], spoken])
      expect(await read(events)).toMatchObject({ last: "broken", finish: null });
    expect(await read(spoken, "data: [DONE]\n\n")).toMatchObject({ last: "broken" });
  });

  test.each<[string, JsonObject[]]>([
    ["two items with one index", [added(0, text("")), added(0, called("c1", ""))]],
    ["a call without a name", [added(0, called("c1", "", { name: "" }))]],
  ])("is broken by %s", async (_what, events) => {
    expect(await read([created, ...events, end([])])).toMatchObject({ last: "broken" });
  });

  test.each<[string, JsonObject]>([
    ["flat", { type: "error", code: "rate_limit_exceeded", message: "Slow down", param: null }],
    [
      "nested",
      { type: "error", error: { type: "tokens", code: "rate_limit_exceeded", message: "Slow down" } },
    ],
    [
      "in a failed response",
      end([], { status: "failed", error: { code: "rate_limit_exceeded", message: "Slow down" } }),
    ],
  ])("says its error %s", async (_what, event) => {
    const { events } = await read([...spoken, event, said(0, "More.")]);
    const body = expect.objectContaining({ code: "rate_limit_exceeded", message: "Slow down" });
    expect(events.at(-1)).toEqual({ type: "error", body });
  });

  test("that failed is counted all the same", async () => {
    const failed = end([], { status: "failed", error: { code: "server_error", message: "It jammed" } });
    expect(await read([...spoken, failed])).toMatchObject({ counted: true, last: "error" });
  });
});
