import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../json.ts";
import { answerOf, body, type Host, problemOf } from "./testing.ts";

const says = (message: JsonObject, host?: Host) =>
  answerOf(body({ message: { role: "assistant", ...message } }), host).choice.message;
const call = (more: JsonObject = {}) => ({
  id: "call_1",
  type: "function",
  function: { name: "tide", arguments: "{}" },
  ...more,
});
const calling = (...calls: unknown[]) =>
  body({ message: { role: "assistant", content: null, tool_calls: calls } as JsonObject });

describe("what is no answer says what is missing (RES-05)", () => {
  test.each<[string, unknown, string]>([
    ["no object", ["Ebb."], "the answer is not a JSON object"],
    ["no choices", { id: "c-1" }, "the answer has no choices"],
    ["an empty list", { choices: [] }, "the answer has no choices"],
    ["choices that are no list", { choices: { 0: {} } }, "the answer has no choices"],
    ["a choice that is none", { choices: ["Ebb."] }, "choice 0 has no message"],
    ["a choice without message", body({ message: null }), "choice 0 has no message"],
    ["no finish", body({ finish_reason: null }), "choice 0 has no finish_reason"],
    ["no word of a finish", body({ finish_reason: undefined as never }), "choice 0 has no finish_reason"],
    ["a failure", body({ finish_reason: "error" }), "choice 0 finished with an error"],
    ["a call that is none", calling("tide"), "tool call 0 has no function name"],
    ["a call of nothing", calling(call(), call({ function: null })), "tool call 1 has no function name"],
    [
      "a call without name",
      calling(call({ function: { arguments: "{}" } })),
      "tool call 0 has no function name",
    ],
  ])("%s", (_what, answer, problem) => {
    expect(problemOf(answer as JsonObject)).toBe(problem);
  });

  test("also where only the second choice is none", () => {
    const good = { index: 0, message: { content: "Ebb." }, finish_reason: "stop" };
    expect(problemOf({ choices: [good, { index: 1 }] })).toBe("choice 1 has no message");
  });

  test("a fault of ours is not the host's", () => {
    const extraFields = {
      completion: [],
      usage: [],
      get message(): never {
        throw new RangeError("ours");
      },
    };
    expect(() => answerOf(body(), { traits: { extraFields } })).toThrow(RangeError);
  });
});

describe("a filtered answer", () => {
  test("may have no message at all", () => {
    const { choice } = answerOf(body({ message: null, finish_reason: "content_filter" }));
    expect(choice).toMatchObject({ finish_reason: "content_filter", message: { content: null } });
  });
});

describe("who answered, and when (RES-01)", () => {
  const identity = (more: JsonObject) => {
    const { id, created, model } = answerOf(body({}, more)).completion;
    return { id, created, model };
  };

  test.each<[unknown, number]>([
    [1_795_000_000, 1_795_000_000],
    [1_795_000_000.7, 1_795_000_000],
    // 100,000,000,000 seconds are the year 5138; as milliseconds they are 1973.
    [100_000_000_000, 100_000_000_000],
    [100_000_000_001, 100_000_000],
    [1_795_000_000_123, 1_795_000_000],
    [1, 1],
    [0, 1_796_000_000],
    [-5, 1_796_000_000],
    [Number.POSITIVE_INFINITY, 1_796_000_000],
    ["1795000000", 1_796_000_000],
    [null, 1_796_000_000],
  ])("created %s is %s", (created, expected) => {
    expect(identity({ created } as JsonObject).created).toBe(expected);
  });

  test("is ours to say where the host does not", () => {
    expect(identity({ id: "", model: null })).toMatchObject({ id: "gw-1", model: "tide-1-wire" });
    expect(identity({})).toMatchObject({ id: "c-1", model: "tide-1-wire" });
  });
});

describe("content", () => {
  test.each<[string, unknown, string | null]>([
    ["a text", "Ebb.", "Ebb."],
    ["an empty text", "", ""],
    ["nothing", null, null],
    ["parts", [{ type: "text", text: "Ebb" }, null, { type: "image" }, { type: "text", text: "." }], "Ebb."],
    ["parts without text", [{ type: "image" }, "Ebb."], null],
    ["a number", 7, null],
  ])("is read from %s", (_what, content, expected) => {
    expect(says({ content } as JsonObject).content).toBe(expected);
  });
});

describe("thinking (RES-03)", () => {
  test.each<[string, JsonObject, string | undefined]>([
    ["reasoning_content", { reasoning_content: "The moon." }, "The moon."],
    ["reasoning", { reasoning: "The moon." }, "The moon."],
    ["a part", { content: [null, { type: "thinking", thinking: "The moon." }] }, "The moon."],
    [
      "a part of parts",
      { content: [{ type: "thinking", thinking: [{ text: "The " }, 7, { text: "moon." }, { text: 7 }] }] },
      "The moon.",
    ],
    [
      "details, between pieces that only their author can read",
      { reasoning_details: [{ text: "The " }, null, { data: "b3BhcXVl" }, { summary: "moon." }] },
      "The moon.",
    ],
    ["a text that is no list", { content: "Ebb.", reasoning_details: "The moon." }, undefined],
    ["nothing", { reasoning: "", reasoning_content: null }, undefined],
  ])("is read from %s", (_what, message, expected) => {
    expect(says(message).reasoning_content).toBe(expected);
    expect("reasoning_content" in says(message)).toBe(expected !== undefined);
  });
});

describe("calls", () => {
  const calls = (...given: unknown[]) => answerOf(calling(...given)).choice.message.tool_calls;

  test("have ids, ours where the host gives none", () => {
    expect(calls(call({ id: null }), call({ id: "" }), call())?.map(({ id }) => id)).toEqual([
      "call_c-1_0",
      "call_c-1_1",
      "call_1",
    ]);
  });

  test.each<[unknown, string]>([
    ['{"port":"Cuxhaven"}', '{"port":"Cuxhaven"}'],
    [{ port: "Cuxhaven" }, '{"port":"Cuxhaven"}'],
    ["", "{}"],
    [null, "{}"],
  ])("have arguments as text: %j", (args, expected) => {
    const [first] = calls(call({ function: { name: "tide", arguments: args } as JsonObject })) ?? [];
    expect(first?.function.arguments).toBe(expected);
  });

  test("finish an answer, also without a word; no calls leave no list", () => {
    expect(answerOf(calling(call())).choice.finish_reason).toBe("tool_calls");
    const wordless = body({ message: { tool_calls: [call()] }, finish_reason: null });
    expect(answerOf(wordless).choice).toMatchObject({ finish_reason: "tool_calls" });
    expect(answerOf(wordless).choice).not.toHaveProperty("native_finish_reason");
    expect(says({ content: "Ebb.", tool_calls: [] })).not.toHaveProperty("tool_calls");
  });
});

describe("the finish (RES-02)", () => {
  test("that is an empty word ends an answer all the same, and is shown", () => {
    expect(answerOf(body({ finish_reason: "" })).choice).toMatchObject({
      finish_reason: "stop",
      native_finish_reason: "",
    });
  });

  test.each([
    ["stop", "stop"],
    ["eos", "stop"],
    ["length", "length"],
    ["model_length", "length"],
    ["content_filter", "content_filter"],
    ["function_call", "function_call"],
  ])("%s is %s, a word of ours", (word, expected) => {
    const { choice } = answerOf(body({ finish_reason: word }));
    expect(choice.finish_reason).toBe(expected);
    expect(choice).not.toHaveProperty("native_finish_reason");
  });

  test("is the calls' where a host says stop, and the host's where it says more", () => {
    const finish = (word: string) =>
      answerOf(body({ message: { tool_calls: [call()] }, finish_reason: word })).choice.finish_reason;
    expect(["stop", "length"].map(finish)).toEqual(["tool_calls", "length"]);
  });

  test.each(["weather", "constructor"])("%s is nobody's word, and shown", (word) => {
    expect(answerOf(body({ finish_reason: word })).choice).toMatchObject({
      finish_reason: "stop",
      native_finish_reason: word,
    });
  });
});

describe("what else a host says", () => {
  const own: Host = {
    traits: { extraFields: { completion: ["tides"], message: ["mood"], usage: [], choice: ["buoy"] } },
  };

  test("reaches the caller where it is OpenAI's or documented (RES-04)", () => {
    const message = { content: "Ebb.", mood: "calm", secret: 1, annotations: [], audio: { id: "a" } };
    const answer = body(
      { message: { ...message, function_call: { name: "tide" } }, buoy: { lit: true } },
      { system_fingerprint: "fp", service_tier: "default", tides: 2, secret: 1 },
    );
    const { choice, completion } = answerOf(answer, own);
    expect(completion).toMatchObject({ system_fingerprint: "fp", service_tier: "default", tides: 2 });
    expect(completion).not.toHaveProperty("secret");
    expect(choice).toMatchObject({ buoy: { lit: true } });
    expect(choice.message).toMatchObject({ mood: "calm", annotations: [], audio: { id: "a" } });
    expect(choice.message).toMatchObject({ function_call: { name: "tide" } });
    expect(choice.message).not.toHaveProperty("secret");
  });

  test("is left out where it is null, or empty beside a message", () => {
    const { choice, completion } = answerOf(body({ buoy: {} }, { tides: null, service_tier: null }), own);
    expect(choice).not.toHaveProperty("buoy");
    expect(completion).not.toHaveProperty("tides");
    expect(completion).not.toHaveProperty("service_tier");
    expect(answerOf(body({ buoy: 0 }), own).choice).toMatchObject({ buoy: 0 });
  });

  test("does not hold the usage a second time", () => {
    const nested: Host = {
      traits: { extraFields: { completion: ["x_tide", "note"], message: [], usage: [] } },
      convention: { paths: [["usage"], ["x_tide", "usage"], ["note", "usage"]] },
    };
    const counts = { prompt_tokens: 2, completion_tokens: 1, total_tokens: 3 };
    const { completion, usage } = answerOf(
      body({}, { x_tide: { id: "r-1", usage: counts }, note: "calm", usage: null }),
      nested,
    );
    expect(completion.x_tide).toEqual({ id: "r-1" });
    expect(completion.note).toBe("calm");
    expect(usage).toMatchObject({ kind: "known", usage: { input: 2, output: 1 } });
  });

  test("numbers choices as the host does, or in their order", () => {
    const one = { message: { content: "Ebb." }, finish_reason: "stop" };
    const { completion } = answerOf({ choices: [{ ...one, index: 3 }, one, { ...one, index: "7" }] });
    expect(completion.choices.map(({ index }) => index)).toEqual([3, 1, 2]);
    expect(completion.choices[0]?.logprobs).toBeNull();
  });
});

describe("usage (USE-01)", () => {
  const usage = (counts: JsonObject, host?: Host) => {
    const reading = answerOf(body({}, { usage: counts }), host).usage;
    return reading.kind === "known" ? reading.usage : reading.kind;
  };
  const plain = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };

  test.each<[string, JsonObject, unknown]>([
    ["cached", { prompt_tokens_details: { cached_tokens: 4 } }, { input: 6, cacheRead: 4, output: 5 }],
    ["cached, a host's name", { num_cached_tokens: 4 }, { input: 6, cacheRead: 4, output: 5 }],
    [
      "cached, misspelt",
      { prompt_token_details: { cached_tokens: 4 } },
      { input: 6, cacheRead: 4, output: 5 },
    ],
    [
      "written",
      { prompt_tokens_details: { cache_write_tokens: 4 } },
      { input: 6, cacheWrite5m: 4, output: 5 },
    ],
    [
      "written, another name",
      { prompt_tokens_details: { cache_creation_input_tokens: 4 } },
      { input: 6, cacheWrite5m: 4, output: 5 },
    ],
    ["heard", { prompt_tokens_details: { audio_tokens: 4 } }, { input: 6, audioInput: 4, output: 5 }],
    ["seen", { prompt_tokens_details: { image_tokens: 4 } }, { input: 6, imageInput: 4, output: 5 }],
    [
      "thought",
      { completion_tokens_details: { reasoning_tokens: 4 } },
      { input: 10, reasoning: 4, output: 1 },
    ],
    ["spoken", { completion_tokens_details: { audio_tokens: 4 } }, { input: 10, audioOutput: 4, output: 1 }],
  ])("%s", (_what, more, expected) => {
    expect(usage({ ...plain, ...more })).toEqual(expected);
  });

  test.each<[string, JsonObject]>([
    ["no prompt", { completion_tokens: 5 }],
    ["no completion", { prompt_tokens: 10 }],
  ])("with %s is none: half of it would be billed as 0 (USE-05)", (_what, counts) => {
    expect(usage(counts)).toBe("unknown");
  });

  test("comes with the host's own price, where it has one (CST-06)", () => {
    const host: Host = { convention: { reportedCost: { path: ["usage", "cost"], counts: "reported" } } };
    expect(answerOf(body({}, { usage: { ...plain, cost: 0.25 } }), host).reportedCost).toBe(0.25);
    expect(answerOf(body({}, { usage: plain }), host).reportedCost).toBeNull();
    expect(answerOf(body({}, { usage: { ...plain, cost: 0.25 } })).reportedCost).toBeNull();
  });
});
