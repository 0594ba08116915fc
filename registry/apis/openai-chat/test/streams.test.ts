import { describe, expect, test } from "vitest";
import type { ChatChunk } from "../../../canonical/chat.ts";
import type { JsonObject } from "../../../json.ts";
import { MAX_EVENT_LENGTH } from "../../_shared/sse.ts";
import { callsOf, choicesOf, chunk, END, eventsOf, type Host } from "./testing.ts";

const toolCall = (more: JsonObject) => chunk({ tool_calls: [more] });
const chunksOf = async (chunks: readonly (JsonObject | string)[], host?: Host): Promise<ChatChunk[]> =>
  (await eventsOf(chunks, host)).flatMap((event) => (event.type === "chunk" ? [event.chunk] : []));

describe("a stream that is none ends with what is wrong (STR-07)", () => {
  test.each<[string, (JsonObject | string)[], string]>([
    ["text", ["data: Ebb.\n\n"], "a chunk of the stream is not a JSON object"],
    ["a number", ["data: 7\n\n"], "a chunk of the stream is not a JSON object"],
    ["a list", ["data: [7]\n\n"], "a chunk of the stream is not a JSON object"],
    ["an end too soon", [chunk({ content: "Ebb" })], "the stream ended before the answer was finished"],
    ["nothing", ["data: [DONE]\n\n"], "the stream ended before the answer was finished"],
    ["a line without end", ["x".repeat(MAX_EVENT_LENGTH + 1)], "an event of the stream is too long"],
    ["a nameless call", [toolCall({ index: 0, id: "a" }), END], "a tool call never got a name"],
  ])("%s", async (_what, chunks, problem) => {
    const events = await eventsOf(chunks);
    expect(events.at(-1)).toEqual({ type: "broken", problem });
    expect(events.filter(({ type }) => type === "broken")).toHaveLength(1);
  });

  test("also where one of two choices never finished, or one of two calls has no name", async () => {
    const second = { index: 1, delta: { content: "Flow" } };
    const open = await eventsOf([{ ...END, choices: [...(END.choices as JsonObject[]), second] }]);
    expect(open.at(-1)).toEqual({
      type: "broken",
      problem: "the stream ended before the answer was finished",
    });
    const named = { index: 0, id: "a", function: { name: "tide", arguments: "{}" } };
    const events = await eventsOf([chunk({ tool_calls: [named, { index: 1, id: "b" }] }), END]);
    expect(events.at(-1)).toEqual({ type: "broken", problem: "a tool call never got a name" });
    const nameless = await eventsOf([
      { ...chunk({ tool_calls: [{ index: 0, id: "b" }] }, { finish_reason: "tool_calls" }) },
      { ...chunk({ content: "Flow." }, { index: 1, finish_reason: "stop" }) },
    ]);
    expect(nameless.at(-1)).toEqual({ type: "broken", problem: "a tool call never got a name" });
  });
});

describe("an error within a stream", () => {
  test.each<[string, JsonObject | string]>([
    ["an event of that name", 'event: error\ndata: {"message":"Low water"}\n\n'],
    ["an error beside choices", chunk({ content: "Eb" }, {}, { error: { message: "Low water" } })],
    ["an error in a list", 'data: [{"error":{"message":"Low water"}}]\n\n'],
    ["a word and a sentence", { code: "low_water", message: "Low water" }],
    [
      "an object that is one",
      { id: "c-1", object: "error", message: "Low water", choices: [{ index: 0, delta: {} }] },
    ],
    ["a detail", { id: "c-1", detail: "Low water", choices: [] }],
    ["a finish", chunk({}, { finish_reason: "error" }, { message: "Low water" })],
  ])("may be %s; nothing follows", async (_what, failure) => {
    const events = await eventsOf([chunk({ content: "Ebb" }), failure, END]);
    expect(events.map(({ type }) => type)).toEqual(["chunk", "error"]);
    expect(events.at(-1)).toMatchObject({ body: { message: "Low water" } });
  });

  test.each<[string, JsonObject]>([
    ["an error that is null", { error: null }],
    ["an empty detail", { detail: "" }],
    ["another object", { object: "chat.completion.chunk" }],
  ])("is not %s", async (_what, more) => {
    const events = await eventsOf([chunk({ content: "Ebb." }, {}, more), END]);
    expect(events.map(({ type }) => type)).toEqual(["chunk", "chunk", "end"]);
  });
});

describe("chunks (STR-04)", () => {
  test("name the speaker once, first of all", async () => {
    const choices = choicesOf(
      await eventsOf([chunk({ content: "Eb" }), chunk({ role: "assistant", content: "b" }), END]),
    );
    expect(choices.map(({ delta }) => delta)).toEqual([
      { content: "Eb", role: "assistant" },
      { content: "b" },
      {},
    ]);
  });

  test("have one id, date and model, whatever the host changes", async () => {
    const other = { id: "c-2", created: 1, model: "other" };
    const chunks = await chunksOf([chunk({ content: "Eb" }), chunk({ content: "b" }, {}, other), END]);
    expect(new Set(chunks.map(({ id, created, model }) => `${id} ${created} ${model}`))).toEqual(
      new Set(["c-1 1795000000 tide-1-wire"]),
    );
  });

  test("that say nothing are left out, but for the first", async () => {
    const choices = choicesOf(
      await eventsOf([
        chunk({ content: "" }),
        chunk({ content: "" }),
        chunk({ content: null }),
        chunk({}),
        END,
      ]),
    );
    expect(choices.map(({ delta, finish_reason }) => [delta, finish_reason])).toEqual([
      [{ role: "assistant", content: "" }, null],
      [{}, "stop"],
    ]);
  });

  test("carry an answer, or do not: then a fallback is still possible", async () => {
    const events = await eventsOf([
      chunk({ role: "assistant", content: "" }),
      chunk({ reasoning: "The moon" }),
      chunk({ refusal: "No" }),
      chunk({ content: "Ebb." }),
      END,
    ]);
    const contents = events.flatMap((event) => (event.type === "chunk" ? [event.content] : []));
    expect(contents).toEqual([false, true, true, true, true]);
  });

  test("have no empty words beside thinking", async () => {
    const thought = chunk({ content: "", reasoning: "The moon." });
    const choices = choicesOf(await eventsOf([chunk({ role: "assistant", content: "" }), thought, END]));
    expect(choices[1]?.delta).toStrictEqual({ reasoning_content: "The moon." });
  });

  test("carry an answer where any choice does", async () => {
    const both = {
      ...chunk({ content: "Ebb" }),
      choices: [
        { index: 0, delta: {} },
        { index: 1, delta: { content: "b" } },
      ],
    };
    const [first] = await eventsOf([both]);
    expect(first).toMatchObject({ type: "chunk", content: true });
  });

  test("carry what OpenAI documents beside texts, and what the host does", async () => {
    const host: Host = {
      traits: {
        extraFields: {
          completion: [],
          message: ["mood"],
          usage: [],
          choice: ["buoy", "native_finish_reason"],
        },
      },
    };
    const delta = { content: "E", annotations: [1], audio: { id: "a" }, mood: "calm", secret: 1 };
    const [first, second] = choicesOf(
      await eventsOf(
        [
          chunk(delta, { logprobs: { content: [] }, buoy: { lit: true } }),
          chunk({}, { buoy: { lit: false } }),
          END,
        ],
        host,
      ),
    );
    expect(first).toEqual({
      index: 0,
      finish_reason: null,
      logprobs: { content: [] },
      buoy: { lit: true },
      delta: { role: "assistant", content: "E", annotations: [1], audio: { id: "a" }, mood: "calm" },
    });
    expect(second).toEqual({ index: 0, finish_reason: null, delta: {}, buoy: { lit: false } });
  });

  test("have no likelihoods where the host has none", async () => {
    const choices = choicesOf(await eventsOf([chunk({ content: "Ebb." }, { logprobs: null }), END]));
    expect(choices.map((choice) => "logprobs" in choice)).toEqual([false, false]);
  });

  test("finish once, though a host says it twice", async () => {
    const host: Host = {
      traits: { extraFields: { completion: [], message: [], usage: [], choice: ["native_finish_reason"] } },
    };
    const end = chunk({}, { finish_reason: "stop", native_finish_reason: "eos" });
    const choices = choicesOf(await eventsOf([chunk({ content: "Ebb." }), end, end], host));
    expect(choices.map(({ finish_reason }) => finish_reason)).toEqual([null, "stop"]);
    expect(choices.at(-1)).toMatchObject({ native_finish_reason: "eos" });
  });

  test("may leave out the number of their only choice", async () => {
    const unnumbered = {
      id: "c-1",
      choices: [{ delta: { content: "Ebb." }, finish_reason: "stop" }, 7, null],
    };
    const events = await eventsOf([unnumbered as JsonObject]);
    expect(choicesOf(events).map(({ index }) => index)).toEqual([0]);
    expect(events.at(-1)).toEqual({ type: "end" });
  });
});

describe("calls in pieces (STR-04)", () => {
  test("belong together by number, by id, or by being the last", async () => {
    const events = await eventsOf([
      toolCall({ id: "a", function: { name: "tide", arguments: "" } }),
      toolCall({ function: { arguments: '{"a"' } }),
      toolCall({ id: "b", function: { name: "moon", arguments: '{"b"' } }),
      toolCall({ id: "a", function: { arguments: ":1}" } }),
      toolCall({ id: "b", function: { arguments: ":2}" } }),
      chunk({}, { finish_reason: "tool_calls" }),
    ]);
    expect(callsOf(events)).toEqual([
      { index: 0, id: "a", type: "function", function: { name: "tide", arguments: "" } },
      { index: 0, function: { arguments: '{"a"' } },
      { index: 1, id: "b", type: "function", function: { name: "moon", arguments: '{"b"' } },
      { index: 0, function: { arguments: ":1}" } },
      { index: 1, function: { arguments: ":2}" } },
    ]);
    expect(events.at(-1)).toEqual({ type: "end" });
  });

  test("are several where a host gives all of them one number, and names each", async () => {
    const events = await eventsOf([
      toolCall({ index: 0, id: "a", function: { name: "tide", arguments: '{"a"' } }),
      toolCall({ index: 0, id: "a2", function: { arguments: ":1}" } }),
      toolCall({ index: 0, id: "b", function: { name: "moon", arguments: '{"b"' } }),
      toolCall({ index: 0, function: { arguments: ":2}" } }),
      chunk({}, { finish_reason: "tool_calls" }),
    ]);
    expect(callsOf(events).map(({ index, id, function: fn }) => [index, id, fn?.arguments])).toEqual([
      [0, "a", '{"a"'],
      [0, undefined, ":1}"],
      [1, "b", '{"b"'],
      [1, undefined, ":2}"],
    ]);
  });

  test("hold their arguments until they have a name, and have an id of ours where there is none", async () => {
    const events = await eventsOf([
      toolCall({ index: 0, function: { arguments: '{"a":' } }),
      toolCall({ index: 0, function: { name: "tide", arguments: "1}" } }),
      chunk({}, { finish_reason: "tool_calls" }),
    ]);
    expect(callsOf(events)).toEqual([
      { index: 0, id: "call_c-1_0", type: "function", function: { name: "tide", arguments: '{"a":1}' } },
    ]);
  });

  test("without arguments get an empty object at the end (MAP-06)", async () => {
    const events = await eventsOf([
      toolCall({ index: 0, id: "a", function: { name: "tide" } }),
      toolCall({ index: 0, id: "a" }),
      toolCall({ index: 1, id: "b", function: { name: "moon", arguments: { when: "now" } } }),
      chunk({}, { finish_reason: "stop" }),
    ]);
    expect(callsOf(events).map((call) => [call.index, call.function?.arguments])).toEqual([
      [0, ""],
      [1, '{"when":"now"}'],
      [0, "{}"],
    ]);
    expect(choicesOf(events).at(-1)?.finish_reason).toBe("tool_calls");
  });

  test("are counted from 0, whatever numbers a relay leaves out", async () => {
    const whole = (index: number, name: string) =>
      toolCall({ index, id: `call_${name}`, function: { name, arguments: "{}" } });
    const events = await eventsOf([whole(1, "tide"), whole(4, "moon"), END]);
    expect(callsOf(events).map(({ index, id }) => [index, id])).toEqual([
      [0, "call_tide"],
      [1, "call_moon"],
    ]);
  });

  test("that are no objects are none", async () => {
    const odd = chunk({ content: "Ebb.", tool_calls: ["tide", null] } as JsonObject);
    const events = await eventsOf([odd, chunk({ tool_calls: "tide" }), END]);
    expect(callsOf(events)).toEqual([]);
    expect(choicesOf(events)[0]?.delta).toEqual({ role: "assistant", content: "Ebb." });
  });
});

describe("what else a host says", () => {
  const host: Host = { traits: { extraFields: { completion: ["note"], message: [], usage: [] } } };

  test("before the answer has an id waits for it", async () => {
    const early = { choices: [], note: "calm", model: "report" };
    const chunks = await chunksOf([early, chunk({ content: "Ebb." }), END], host);
    expect(chunks[0]).toMatchObject({ id: "c-1", model: "tide-1-wire", note: "calm" });
    expect(chunks).toHaveLength(2);
    expect(chunks[1]).not.toHaveProperty("note");
  });

  test("later needs no id, and an answer needs none to begin", async () => {
    const said = { choices: [{ index: 0, delta: { content: "Ebb." } }] };
    const chunks = await chunksOf([said, { choices: [], note: "late" }, END], host);
    expect(chunks.map(({ id, note }) => [id, note])).toEqual([
      ["gw-1", undefined],
      ["gw-1", "late"],
      ["gw-1", undefined],
    ]);
  });

  test("is shown when it changes, not whenever it stands there", async () => {
    const chunks = await chunksOf(
      [
        chunk({ content: "Ebb." }, {}, { note: "calm" }),
        { id: "c-1", choices: [], note: "calm" },
        { id: "c-1", choices: [], note: "rough" },
        { id: "c-1", choices: [], system_fingerprint: "fp" },
        END,
      ],
      host,
    );
    expect(chunks.map(({ note }) => note)).toEqual(["calm", "rough", undefined]);
  });

  test("without an answer is still a chunk, where it has an id", async () => {
    const chunks = await chunksOf(
      [{ id: "c-9", choices: [], note: "calm" }, chunk({ content: "Ebb." }), END],
      host,
    );
    expect(chunks[0]).toMatchObject({ id: "c-9", note: "calm", choices: [] });
    expect(chunks[1]).toMatchObject({ id: "c-9" });
  });
});
