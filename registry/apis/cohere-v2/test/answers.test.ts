import { describe, expect, test } from "vitest";
import type { ChatChoice, ChatCompletion } from "../../../canonical/chat.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { decodeError, isError } from "../errors.ts";
import { encodeResponse } from "../response.ts";
import { answerOf, ask, problemOf, render } from "./testing.ts";

const text = (words: Json) => ({ type: "text", text: words });
const body = (message: JsonObject, more: JsonObject = {}): JsonObject => ({
  id: "a-1",
  message: { role: "assistant", ...message },
  finish_reason: "COMPLETE",
  ...more,
});
const says = (message: JsonObject) => answerOf(body(message)).choice.message;
const fn = (args: Json) => ({ id: "t1", type: "function", function: { name: "tide", arguments: args } });

describe("what is no answer says what is missing (RES-05)", () => {
  test.each<[Json, string]>([
    [["Ebb."], "the answer is not a JSON object"],
    [{ id: "a-1" }, "the answer has no message"],
    [body({}, { finish_reason: "ERROR" }), "the answer finished with ERROR"],
    [body({}, { finish_reason: "timeout" }), "the answer finished with timeout"],
    [body({ content: [text("x")] }, { finish_reason: null }), "the answer has no finish_reason"],
    [body({ tool_calls: [{ id: "t1", function: {} }] }), "tool call 0 has no function name"],
    [body({ tool_calls: [fn("{}"), "tide"] }), "tool call 1 has no function name"],
    [body({ tool_calls: [{ id: "t1" }] }), "tool call 0 has no function name"],
  ])("%j", (answer, problem) => {
    expect(problemOf(answer)).toBe(problem);
  });
});

test("a fault of ours is not the provider's", () => {
  const request = {
    ...ask(),
    get tools(): never {
      throw new RangeError("ours");
    },
  };
  expect(() => answerOf(body({ content: "Ebb." }), request)).toThrow(RangeError);
});

describe("an answer", () => {
  test("is the provider's, whole", () => {
    const { completion, usage, reportedCost } = answerOf(
      body({ content: [text("Ebb.")] }, { usage: { billed_units: { input_tokens: 3, output_tokens: 1 } } }),
    );
    expect(completion).toEqual({
      id: "a-1",
      object: "chat.completion",
      created: 1,
      model: "command-test",
      choices: [
        {
          index: 0,
          logprobs: null,
          finish_reason: "stop",
          message: { role: "assistant", content: "Ebb.", refusal: null },
        },
      ],
    });
    expect(usage).toMatchObject({ kind: "known", usage: { input: 3, output: 1 } });
    expect(reportedCost).toBeNull();
    expect(answerOf(body({ content: "Ebb." }, { id: "" })).completion.id).toBe("fallback");
  });

  test.each<[Json, JsonObject]>([
    ["Ebb.", { content: "Ebb." }],
    [[text("E"), null, text(7), text("bb.")], { content: "Ebb." }],
    [[], { content: null }],
    [null, { content: null }],
    [
      [{ type: "thinking", thinking: "The moon." }, text("Ebb.")],
      { content: "Ebb.", reasoning_content: "The moon." },
    ],
    [[{ type: "thinking", thinking: "" }], { content: null }],
  ])("with the content %j", (content, expected) => {
    expect(says({ content })).toEqual({ role: "assistant", refusal: null, ...expected });
  });

  test.each<[Json, string]>([
    ['{"port":1}', '{"port":1}'],
    [{ port: 1 }, '{"port":1}'],
    [null, "{}"],
    ["", "{}"],
    [" null ", "{}"],
    [" ", "{}"],
    [' {"port":1}', ' {"port":1}'],
  ])("with the arguments %j", (args, expected) => {
    expect(says({ tool_calls: [fn(args)] }).tool_calls?.[0]?.function.arguments).toBe(expected);
  });

  test("with calls finishes with them, and names those that have no id", () => {
    const { choice } = answerOf(
      body(
        { tool_plan: "I look.", tool_calls: [{ ...fn("{}"), id: "" }, fn("{}")] },
        { finish_reason: null },
      ),
    );
    expect(choice.finish_reason).toBe("tool_calls");
    expect(choice).not.toHaveProperty("native_finish_reason");
    expect(choice.message.tool_calls?.map(({ id }) => id)).toEqual(["call_a-1_0", "t1"]);
    expect(choice.message.tool_plan).toBe("I look.");
    expect(says({ content: "Ebb.", tool_calls: [], tool_plan: "", citations: [] })).toEqual({
      role: "assistant",
      content: "Ebb.",
      refusal: null,
    });
  });

  test.each([
    ["COMPLETE", "stop", false],
    ["stop_sequence", "stop", false],
    ["MAX_TOKENS", "length", false],
    ["ERROR_LIMIT", "length", false],
    ["ERROR_TOXIC", "content_filter", false],
    ["USER_CANCEL", "stop", true],
  ])("that finishes with %s (RES-02)", (word, reason, isShown) => {
    const { choice } = answerOf(body({ content: "Ebb." }, { finish_reason: word }));
    expect(choice.finish_reason).toBe(reason);
    expect("native_finish_reason" in choice && choice.native_finish_reason).toBe(isShown ? word : false);
  });

  test("with calls finishes with them whatever it says about stopping, but not about limits", () => {
    const finish = (word: string) =>
      answerOf(body({ tool_calls: [fn("{}")] }, { finish_reason: word })).choice.finish_reason;
    expect(["COMPLETE", "TOOL_CALL", "MAX_TOKENS"].map(finish)).toEqual([
      "tool_calls",
      "tool_calls",
      "length",
    ]);
  });

  test("with likelihoods has them as OpenAI does, a piece of text at a time", () => {
    const logprobs = [
      { text: "Ebb", token_ids: [1, 2], logprobs: [-0.5, -0.25, "x"] },
      null,
      { logprobs: null },
    ];
    expect(answerOf(body({ content: "Ebb." }, { logprobs } as JsonObject)).choice.logprobs).toEqual({
      content: [
        { token: "Ebb", logprob: -0.75, bytes: null, top_logprobs: [] },
        { token: "", logprob: 0, bytes: null, top_logprobs: [] },
      ],
      refusal: null,
    });
    expect(answerOf(body({ content: "Ebb." }, { logprobs: [] })).choice.logprobs).toBeNull();
  });

  test("cites what has an address, by its title or else by the address itself (RES-03)", () => {
    const url = "https://pier.example/";
    const citations = [
      {
        start: 1,
        end: 3,
        sources: [{ document: { url, title: "" } }, { document: { title: "no address" } }, { tool: 1 }, null],
      },
      { sources: [{ document: { url, title: "Pier" } }] },
      { start: 0, sources: "pier" },
      "pier",
    ];
    expect(says({ content: "Ebb.", citations }).annotations).toEqual([
      { type: "url_citation", url_citation: { url, title: url, start_index: 1, end_index: 3 } },
      { type: "url_citation", url_citation: { url, title: "Pier", start_index: 0, end_index: 0 } },
    ]);
    const silent = says({ content: "Ebb.", citations: [{ start: 0, sources: [] }] });
    expect(silent).toHaveProperty("citations");
    expect(silent).not.toHaveProperty("annotations");
  });
});

describe("an answer for a caller of this dialect", () => {
  const written = (message: JsonObject, choice: Partial<ChatChoice> = {}, id = "c-1") =>
    encodeResponse(
      {
        id,
        object: "chat.completion",
        created: 1,
        model: "m",
        choices: [
          {
            index: 0,
            logprobs: null,
            finish_reason: "stop",
            message: { role: "assistant", content: null, ...message },
            ...choice,
          },
        ],
      } as ChatCompletion,
      { kind: "unknown" },
      render,
    );
  const message = (said: JsonObject) => written(said).message;

  test.each<[string, JsonObject, JsonObject]>([
    ["words", { content: "Ebb." }, { content: [text("Ebb.")] }],
    ["a refusal", { refusal: "No." }, { content: [text("No.")] }],
    ["nothing", {}, { content: [] }],
    [
      "thinking",
      { content: "Ebb.", reasoning_content: "The moon." },
      { content: [{ type: "thinking", thinking: "The moon." }, text("Ebb.")] },
    ],
    ["calls", { tool_calls: [fn("{}")] }, { tool_calls: [fn("{}")] }],
    [
      "words and calls",
      { content: "I look.", tool_calls: [fn("{}")] },
      { content: [text("I look.")], tool_calls: [fn("{}")] },
    ],
    ["a plan", { tool_plan: "I look.", tool_calls: [] }, { content: [], tool_plan: "I look." }],
    [
      "citations of Cohere's",
      { content: "Ebb.", citations: [{ start: 0 }] },
      { content: [text("Ebb.")], citations: [{ start: 0 }] },
    ],
  ])("of %s", (_what, said, expected) => {
    expect(message(said)).toEqual({ role: "assistant", ...expected });
  });

  test("cites in Cohere's form what others cite in OpenAI's", () => {
    const url = "https://pier.example/";
    const annotations = [
      { url_citation: { url, title: "Pier", start_index: 1, end_index: 3 } },
      { url_citation: { url } },
      { url_citation: { title: "no address" } },
      { url_citation: "pier" },
      null,
    ];
    const source = (i: number, more: JsonObject = {}) => [
      { type: "document", id: `doc:${i}`, document: { id: `doc:${i}`, url, ...more } },
    ];
    expect(message({ content: "Ebb.", annotations })).toEqual({
      role: "assistant",
      content: [text("Ebb.")],
      citations: [
        { start: 1, end: 3, text: "bb", sources: source(0, { title: "Pier" }), type: "TEXT_CONTENT" },
        { start: 0, end: 0, text: "", sources: source(1), type: "TEXT_CONTENT" },
      ],
    });
  });

  test("quotes nothing where nothing was said", () => {
    const annotations = [{ url_citation: { url: "https://pier.example/", start_index: 0, end_index: 3 } }];
    expect(message({ annotations })).toMatchObject({ citations: [{ text: "" }] });
  });

  test("has an id, a word for its end, likelihoods and usage, where there are any", () => {
    const logprobs = { content: [{ token: "Ebb", logprob: -0.5 }, {}, null] };
    expect(written({ content: "Ebb." }, { finish_reason: "length", logprobs }, "")).toEqual({
      id: "request-1",
      finish_reason: "MAX_TOKENS",
      message: { role: "assistant", content: [text("Ebb.")] },
      logprobs: [
        { text: "Ebb", token_ids: [], logprobs: [-0.5] },
        { text: "", token_ids: [], logprobs: [null] },
      ],
    });
    expect(Object.keys(written({ content: "Ebb." }))).toEqual(["id", "message", "finish_reason"]);
  });

  test("counts the cache beside what is charged (USE-06)", () => {
    const usage = { input: 3, cacheRead: 2, output: 1, search: 4 };
    const extras = { ...render, usageExtras: () => ({ cached_tokens: 9 }) };
    const empty = {
      id: "c",
      object: "chat.completion",
      created: 1,
      model: "m",
      choices: [],
    } as ChatCompletion;
    const counted = encodeResponse(empty, { kind: "known", usage, raw: null }, render);
    expect(counted).toEqual({
      id: "c",
      finish_reason: "COMPLETE",
      message: { role: "assistant", content: [] },
      usage: {
        billed_units: { input_tokens: 5, output_tokens: 1, search_units: 4 },
        tokens: { input_tokens: 5, output_tokens: 1 },
        cached_tokens: 2,
      },
    });
    const plain = { input: 3, output: 1 };
    expect(encodeResponse(empty, { kind: "known", usage: plain, raw: null }, render).usage).toEqual({
      billed_units: { input_tokens: 3, output_tokens: 1 },
      tokens: { input_tokens: 3, output_tokens: 1 },
    });
    expect(encodeResponse(empty, { kind: "known", usage: plain, raw: null }, extras).usage).toMatchObject({
      cached_tokens: 9,
    });
  });
});

describe("usage", () => {
  test.each(["input_tokens", "output_tokens"])(
    "of %s alone is none: the other half would be free (USE-05)",
    (name) => {
      const kind = (usage: JsonObject) => answerOf(body({ content: "Ebb." }, { usage })).usage.kind;
      const whole = { input_tokens: 3, output_tokens: 1 };
      expect(kind({ billed_units: { [name]: 3 }, tokens: whole })).toBe("unknown");
      expect(kind({ tokens: { [name]: 3 } })).toBe("unknown");
      expect(kind({})).toBe("unknown");
      expect(kind({ tokens: whole })).toBe("known");
    },
  );
});

describe("errors", () => {
  test.each<[string, string | null, number | null]>([
    ['{"id":"e","message":"no such model"}', "no such model", null],
    ['{"message":{"role":"assistant"},"finish_reason":"ERROR"}', "the answer finished with ERROR", null],
    ['{"finish_reason":"timeout"}', "the answer finished with timeout", 504],
    ['{"finish_reason":"COMPLETE"}', null, null],
    ["Bad gateway", "Bad gateway", null],
  ])("%s", (given, message, status) => {
    expect(decodeError(given)).toMatchObject({ message, status });
  });

  test.each<[Json, boolean]>([
    [[], false],
    [[{}], false],
    [[{ message: "no" }], true],
    [{ error: null }, false],
    [{ error: "no" }, true],
    [{ detail: null }, true],
    [{ message: "" }, false],
    [{ message: {}, error: "no" }, false],
    ["no", false],
  ])("%j within a success: %s (ERR-04)", (given, expected) => {
    expect(isError(given)).toBe(expected);
  });
});
