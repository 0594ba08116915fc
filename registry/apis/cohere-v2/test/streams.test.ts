import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../json.ts";
import { MAX_EVENT_LENGTH } from "../../_shared/sse.ts";
import type { StreamEvent } from "../../codec.ts";
import { eventsOf } from "./testing.ts";

const START = { type: "message-start", id: "s-1", delta: { message: { role: "assistant" } } };
const END = { type: "message-end", delta: { finish_reason: "COMPLETE" } };
const part = (type: string, message: JsonObject, more: JsonObject = {}) => ({
  type,
  delta: { message },
  ...more,
});
const words = (text: string) => part("content-delta", { content: { text } });
const calling = (step: "start" | "delta", call: JsonObject | JsonObject[], index = 0) =>
  part(`tool-call-${step}`, { tool_calls: call }, { index });

const choicesOf = (events: readonly StreamEvent[]) =>
  events.flatMap((event) => (event.type === "chunk" ? event.chunk.choices : []));
const deltasOf = async (...events: (JsonObject | string)[]) =>
  choicesOf(await eventsOf(START, ...events, END)).map(({ delta }) => delta);
const callsOf = async (...events: JsonObject[]) =>
  (await deltasOf(...events)).flatMap(({ tool_calls = [] }) => tool_calls);

describe("a stream that is none ends with what is wrong (STR-07)", () => {
  test.each<[string, (JsonObject | string)[], string]>([
    ["text", ["data: Ebb.\n\n"], "an event of the stream is not a JSON object"],
    ["a number", ["data: 7\n\n"], "an event of the stream is not a JSON object"],
    ["a line without end", ["x".repeat(MAX_EVENT_LENGTH + 1)], "an event of the stream is too long"],
    ["an end too soon", [START, words("Ebb.")], "the stream ended before the answer was finished"],
    [
      "an end without a word",
      [START, words("Ebb."), { type: "message-end" }],
      "the stream ended before the answer was finished",
    ],
    ["a nameless call", [START, calling("start", { id: "t" }), END], "a tool call never got a name"],
  ])("%s", async (_what, events, problem) => {
    expect((await eventsOf(...events)).at(-1)).toEqual({ type: "broken", problem });
  });
});

describe("an error within a stream", () => {
  test.each<[string, JsonObject | string, JsonObject]>([
    ["an event of that name", "event: error\ndata: Low water\n\n", { message: "Low water" }],
    ["a bare message", 'data: {"message":"Low water"}\n\n', { message: "Low water" }],
    [
      "a finish",
      { type: "message-end", delta: { finish_reason: "ERROR", error: "Low water" } },
      { message: "Low water" },
    ],
    [
      "a finish without a reason",
      { type: "message-end", delta: { finish_reason: "TIMEOUT" } },
      { message: "the answer finished with TIMEOUT", status: 504 },
    ],
  ])("may be %s; nothing follows", async (_what, failure, body) => {
    const events = await eventsOf(START, words("Ebb."), failure, END);
    expect(events.map(({ type }) => type)).toEqual(["chunk", "chunk", "error"]);
    expect(events.at(-1)).toMatchObject({ body });
  });

  test("brings the usage until then, and is none where an event has a type", async () => {
    const usage = { billed_units: { input_tokens: 3, output_tokens: 1 } };
    const failed = { type: "message-end", delta: { finish_reason: "ERROR", usage } };
    expect((await eventsOf(START, failed)).map(({ type }) => type)).toEqual(["chunk", "usage", "error"]);
    const odd = await eventsOf(START, { type: "debug", message: "Low water" }, words("Ebb."), END);
    expect(odd.map(({ type }) => type)).toEqual(["chunk", "keep-alive", "chunk", "chunk", "end"]);
  });
});

describe("chunks (STR-04)", () => {
  test("have one id, name the speaker once, and carry an answer or do not", async () => {
    const events = await eventsOf(START, words("Ebb."), { ...words("Flow."), id: "s-2" }, END);
    expect(events).toEqual([
      ...[
        [{ role: "assistant" }, null, false],
        [{ content: "Ebb." }, null, true],
        [{ content: "Flow." }, null, true],
        [{}, "stop", true],
      ].map(([delta, finish_reason, content]) => ({
        type: "chunk",
        content,
        chunk: {
          id: "s-1",
          object: "chat.completion.chunk",
          created: 1,
          model: "command-test",
          choices: [{ index: 0, delta, finish_reason }],
        },
      })),
      { type: "end" },
    ]);
  });

  test("have an id of ours where the provider never gives one", async () => {
    const [first] = await eventsOf(words("Ebb."), END);
    expect(first).toMatchObject({
      chunk: { id: "fallback", choices: [{ delta: { role: "assistant", content: "Ebb." } }] },
    });
  });

  test("begin where the answer does, once", async () => {
    const events = await eventsOf(part("content-delta", {}), START, START, words("Ebb."), END);
    expect(events[0]).toMatchObject({ chunk: { id: "s-1" } });
    expect(choicesOf(events).map(({ delta }) => delta)).toEqual([
      { role: "assistant" },
      { content: "Ebb." },
      {},
    ]);
  });

  test("say what the name of their event says, and nothing else", async () => {
    const everything = {
      content: { text: "Ebb.", thinking: "The moon." },
      tool_plan: "I look.",
      citations: [{ start: 0 }],
      tool_calls: { id: "a", function: { name: "tide" } },
    };
    const keys = async (type: string) => {
      const [, second] = choicesOf(await eventsOf(START, part(type, everything), END));
      return Object.keys(second?.delta ?? {});
    };
    expect(await keys("content-start")).toEqual(["content", "reasoning_content"]);
    expect(await keys("tool-plan-delta")).toEqual(["tool_plan"]);
    expect(await keys("tool-call-delta")).toEqual(["tool_calls"]);
    expect(await keys("citation-start")).toEqual(["citations"]);
    expect(await keys("tool-call-end")).toEqual([]);
  });

  test("say each thing where OpenAI's callers look for it (RES-03)", async () => {
    const url = "https://pier.example/";
    const citation = { start: 0, end: 3, sources: [{ document: { url } }] };
    const deltas = await deltasOf(
      part("tool-plan-delta", { tool_plan: "I look." }),
      part("content-start", { content: { type: "thinking", thinking: "The " } }),
      part("content-delta", { content: { thinking: "moon." } }),
      part("content-start", { content: { type: "text", text: "" } }),
      part("content-delta", { content: "Ebb" }),
      part("content-end", {}),
      part("citation-start", { citations: citation }),
      part("citation-start", { citations: [citation] }),
      part("citation-start", { citations: null }),
      part("citation-end", { citations: citation }),
    );
    const cited = {
      citations: [citation],
      annotations: [
        { type: "url_citation", url_citation: { url, title: url, start_index: 0, end_index: 3 } },
      ],
    };
    expect(deltas).toEqual([
      { role: "assistant" },
      { tool_plan: "I look." },
      { reasoning_content: "The " },
      { reasoning_content: "moon." },
      cited,
      cited,
      {},
    ]);
  });

  test("have likelihoods beside their words, and nowhere else", async () => {
    const logprobs = { text: "Ebb", logprobs: [-0.5] };
    const begun = part("content-start", { content: { text: "E" } }, { logprobs });
    expect(choicesOf(await eventsOf(START, begun, END))[1]).not.toHaveProperty("logprobs");
    const choices = choicesOf(
      await eventsOf(START, { ...words("Ebb"), logprobs }, words("."), { ...END, logprobs }),
    );
    expect(choices.map((choice) => "logprobs" in choice)).toEqual([false, true, false, false]);
    expect(choices[1]?.logprobs).toMatchObject({ content: [{ token: "Ebb", logprob: -0.5 }] });
  });

  test("finish once, with the provider's own word where nobody knows it", async () => {
    const odd = { type: "message-end", delta: { finish_reason: "USER_CANCEL" } };
    const choices = choicesOf(await eventsOf(START, words("Ebb."), odd, END, words("Flow.")));
    expect(choices.at(-1)).toEqual({
      index: 0,
      delta: {},
      finish_reason: "stop",
      native_finish_reason: "USER_CANCEL",
    });
    expect(choices).toHaveLength(3);
  });

  test("may be named beside the data only, and wait where an event says nothing", async () => {
    const bare = `event: content-delta\ndata: ${JSON.stringify({ delta: { message: { content: { text: "Ebb." } } } })}\n\n`;
    const events = await eventsOf(
      START,
      bare,
      ": wait\n\n",
      part("content-delta", {}),
      { type: "content-delta" },
      END,
    );
    expect(events.map(({ type }) => type)).toEqual(["chunk", "chunk", "keep-alive", "chunk", "end"]);
  });
});

describe("calls in pieces (STR-04)", () => {
  test("are numbered from 0, whatever the provider counts", async () => {
    expect(
      await callsOf(
        calling("start", { id: "a", function: { name: "tide", arguments: "" } }, 3),
        calling("delta", { function: { arguments: '{"a":' } }, 3),
        calling("delta", { function: { arguments: "1}" } }, 3),
        calling("start", [{ id: "b", function: { name: "moon", arguments: { b: 2 } } }], 7),
      ),
    ).toEqual([
      { index: 0, id: "a", type: "function", function: { name: "tide", arguments: "" } },
      { index: 0, function: { arguments: '{"a":' } },
      { index: 0, function: { arguments: "1}" } },
      { index: 1, id: "b", type: "function", function: { name: "moon", arguments: '{"b":2}' } },
    ]);
  });

  test("wait for their name, have an id of ours where there is none, and finish the answer", async () => {
    const events = await eventsOf(
      START,
      calling("start", { function: { arguments: '{"a"' } }),
      calling("delta", { function: { name: "tide", arguments: ":1}" } }),
      { type: "message-end" },
    );
    expect(choicesOf(events).map(({ delta, finish_reason }) => [delta.tool_calls, finish_reason])).toEqual([
      [undefined, null],
      [
        [{ index: 0, id: "call_s-1_0", type: "function", function: { name: "tide", arguments: '{"a":1}' } }],
        null,
      ],
      [undefined, "tool_calls"],
    ]);
    expect(choicesOf(events).at(-1)).not.toHaveProperty("native_finish_reason");
  });

  test("belong to the first one where the provider leaves its number out", async () => {
    const start = calling("start", { id: "a", function: { name: "tide" } });
    const piece = part("tool-call-delta", { tool_calls: { function: { arguments: "{}" } } });
    expect(await callsOf(start, piece)).toHaveLength(2);
  });

  test("are all named, or the stream is none", async () => {
    const named = calling("start", { id: "a", function: { name: "tide" } });
    const events = await eventsOf(START, named, calling("start", { id: "b" }, 1), END);
    expect(events.at(-1)).toEqual({ type: "broken", problem: "a tool call never got a name" });
  });

  test("that begin like nothing may still be something", async () => {
    const pieces = ["nu", "mber"].map((args) => calling("delta", { function: { arguments: args } }));
    const calls = await callsOf(calling("start", { id: "a", function: { name: "tide" } }), ...pieces);
    expect(calls.map((call) => call.function?.arguments)).toEqual(["", "number"]);
    const late = ["1", "null"].map((args) => calling("delta", { function: { arguments: args } }));
    const whole = await callsOf(calling("start", { id: "a", function: { name: "tide" } }), ...late);
    expect(whole.map((call) => call.function?.arguments)).toEqual(["", "1", "null"]);
  });

  test("that are no objects are none", async () => {
    const odd = [part("tool-call-start", { tool_calls: "tide" }), part("tool-call-start", {})];
    const choices = choicesOf(await eventsOf(START, ...odd, END));
    expect(choices.map(({ delta, finish_reason }) => [delta.tool_calls, finish_reason])).toEqual([
      [undefined, null],
      [undefined, "stop"],
    ]);
  });
});
