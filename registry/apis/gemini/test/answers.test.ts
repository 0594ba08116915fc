import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../json.ts";
import { gemini } from "../index.ts";
import { answerOf, body, problemOf, rendering } from "./testing.ts";

const tide = { functionCall: { name: "tide", args: { at: "noon" } } };

describe("whole answers", () => {
  test.each([
    ["STOP", "stop", undefined],
    ["MAX_TOKENS", "length", undefined],
    ["SAFETY", "content_filter", "SAFETY"],
    ["MODEL_ARMOR", "content_filter", "MODEL_ARMOR"],
    ["IMAGE_SAFETY", "content_filter", "IMAGE_SAFETY"],
    ["LANGUAGE", "stop", "LANGUAGE"],
    ["NEVER_HEARD_OF", "stop", "NEVER_HEARD_OF"],
    ["constructor", "stop", "constructor"],
  ])(
    "%s is %s, and its own word is shown where the reason does not say it (RES-02)",
    (word, reason, native) => {
      const { choice } = answerOf(body([{ text: "Out." }], word));
      expect(choice).toMatchObject({ finish_reason: reason });
      expect("native_finish_reason" in choice ? choice.native_finish_reason : undefined).toBe(native);
    },
  );

  test("calls finish with tool_calls and get ids that stay (RES-02, RES-03)", () => {
    const own = { functionCall: { id: "fc_1", name: "tide" } };
    const { choice } = answerOf(body([tide, own, own]));
    expect(choice.finish_reason).toBe("tool_calls");
    expect(choice.message.content).toBeNull();
    expect(choice.message.tool_calls).toEqual([
      { id: "call_answer_0", type: "function", function: { name: "tide", arguments: '{"at":"noon"}' } },
      { id: "fc_1", type: "function", function: { name: "tide", arguments: "{}" } },
      { id: "call_answer_1", type: "function", function: { name: "tide", arguments: "{}" } },
    ]);
  });

  test("a call of what nobody declared is no tool call, and is not lost (RES-02)", () => {
    const { choice } = answerOf(body([tide], "UNEXPECTED_TOOL_CALL", { finishMessage: "Undeclared." }));
    expect(choice).toMatchObject({ finish_reason: "stop", native_finish_reason: "UNEXPECTED_TOOL_CALL" });
    expect(choice.message.tool_calls).toBeUndefined();
    expect(choice.message.extra_content).toEqual({
      google: { finish_message: "Undeclared.", parts: [tide] },
    });
  });

  test("a blocked prompt is an answer without words, and comes back as one (RES-02)", () => {
    const feedback = { blockReason: "MODEL_ARMOR", blockReasonMessage: "The filter objects." };
    const { choice, completion, usage } = answerOf({
      promptFeedback: feedback,
      usageMetadata: { trafficType: "ON_DEMAND" },
    });
    expect(choice).toMatchObject({ finish_reason: "content_filter", native_finish_reason: "MODEL_ARMOR" });
    expect(choice.message).toStrictEqual({
      role: "assistant",
      content: null,
      refusal: "The filter objects.",
      extra_content: { google: { prompt_feedback: feedback } },
    });
    expect(usage).toEqual({ kind: "unknown" });
    expect(gemini.encodeResponse(completion, usage, rendering).promptFeedback).toEqual(feedback);
  });

  test("thoughts alone are an answer that was cut (RES-03)", () => {
    const { choice, usage } = answerOf({
      candidates: [{ content: { role: "model" }, finishReason: "MAX_TOKENS", index: 0 }],
      usageMetadata: { promptTokenCount: 15, thoughtsTokenCount: 2, totalTokenCount: 17 },
    });
    expect(choice).toMatchObject({ finish_reason: "length", message: { content: null } });
    expect(usage).toMatchObject({ kind: "known", usage: { input: 15, reasoning: 2 } });
  });

  test("pictures, code that ran and log probabilities are carried (RES-03)", () => {
    const code = { executableCode: { language: "PYTHON", code: "print(1)" } };
    const picture = { inlineData: { mimeType: "image/png", data: "AAAA" } };
    const logprobsResult = {
      chosenCandidates: [{ token: "é", tokenId: 7, logProbability: -0.5 }],
      topCandidates: [{ candidates: [{ token: "e", logProbability: -1 }] }],
    };
    const { choice } = answerOf(body([code, { text: "Done." }, picture], "STOP", { logprobsResult }));
    expect(choice.message).toMatchObject({
      content: "Done.",
      images: [{ type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } }],
      extra_content: { google: { parts: [code] } },
    });
    expect(choice.logprobs).toEqual({
      content: [
        {
          token: "é",
          logprob: -0.5,
          bytes: [195, 169],
          top_logprobs: [{ token: "e", logprob: -1, bytes: [101] }],
        },
      ],
      refusal: null,
    });
  });

  test("what is cited is counted in characters, not in bytes (RES-03)", () => {
    const groundingMetadata = {
      groundingChunks: [
        { web: { uri: "https://tide.example/", title: "Tides" } },
        { web: { uri: "https://b.example/" } },
      ],
      groundingSupports: [
        { segment: { startIndex: 6, endIndex: 11, text: "hafen" }, groundingChunkIndices: [0] },
      ],
    };
    const { choice, completion, usage } = answerOf(
      body([{ text: "Über hafen" }], "STOP", { groundingMetadata }),
    );
    expect(choice.message.annotations).toEqual([
      {
        type: "url_citation",
        url_citation: { url: "https://tide.example/", title: "Tides", start_index: 5, end_index: 10 },
      },
      {
        type: "url_citation",
        url_citation: { url: "https://b.example/", title: "", start_index: 0, end_index: 10 },
      },
    ]);
    const { message, ...rest } = choice;
    const foreign = {
      ...completion,
      choices: [{ ...rest, message: { ...message, extra_content: undefined } }],
    };
    expect(gemini.encodeResponse(foreign, usage, rendering)).toMatchObject({
      candidates: [
        { groundingMetadata: { groundingSupports: [{ segment: { startIndex: 6, endIndex: 11 } }, {}] } },
      ],
    });
  });

  test("several candidates keep their indexes, and their calls their own ids (RES-01)", () => {
    const candidate = { content: { parts: [tide] }, finishReason: "STOP" };
    const { completion } = answerOf({
      candidates: [candidate, { ...candidate, index: 1 }],
      responseId: "two",
    });
    expect(completion.choices.map(({ index, message }) => [index, message.tool_calls?.[0]?.id])).toEqual([
      [0, "call_two_0"],
      [1, "call_two_1"],
    ]);
  });
});

/** What the parts of an answer are to the caller. */
const messageOf = (...parts: Json[]) => answerOf(body(parts)).choice.message;

describe("the parts of an answer (RES-03)", () => {
  const bare = { role: "assistant", refusal: null };

  test.each<[string, Json[], JsonObject]>([
    ["texts, which are one", [{ text: "Ebb" }, { text: "." }], { content: "Ebb." }],
    ["an empty text", [{ text: "" }], { content: "" }],
    ["none", [], { content: null }],
    ["none that is an object", [null, "Ebb.", 7], { content: null }],
    [
      "an empty text beside a call",
      [{ text: "" }, { functionCall: { id: "a", name: "tide" } }],
      {
        content: null,
        tool_calls: [{ id: "a", type: "function", function: { name: "tide", arguments: "{}" } }],
      },
    ],
    [
      "a text beside a call, whose arguments are a text",
      [
        { text: "See." },
        { functionCall: { id: "a", name: "tide", args: '{"at":2}' }, thoughtSignature: "b25l" },
      ],
      {
        content: "See.",
        tool_calls: [
          {
            id: "a",
            type: "function",
            function: { name: "tide", arguments: '{"at":2}' },
            extra_content: { google: { thought_signature: "b25l" } },
          },
        ],
      },
    ],
    [
      "thoughts with signatures",
      [
        { text: "The moon ", thought: true },
        { text: "is high.", thought: true, thoughtSignature: "bW9vbg==" },
        { text: "Ebb.", thoughtSignature: "b25l" },
      ],
      {
        content: "Ebb.",
        reasoning_content: "The moon is high.",
        reasoning_details: [
          { type: "reasoning.text", text: "The moon " },
          { type: "reasoning.text", text: "is high.", signature: "bW9vbg==" },
          { type: "reasoning.encrypted", data: "b25l" },
        ],
        item_order: [
          { type: "reasoning", index: 0 },
          { type: "reasoning", index: 1 },
          { type: "text", start: 0, end: 4 },
          { type: "reasoning", index: 2 },
        ],
      },
    ],
    [
      "a seal with an empty text",
      [{ text: "", thoughtSignature: "b25l" }],
      { content: null, reasoning_details: [{ type: "reasoning.encrypted", data: "b25l" }] },
    ],
    [
      "a seal with nothing",
      [{ thoughtSignature: "b25l" }, { thoughtSignature: "dHdv", thought: true }],
      {
        content: null,
        reasoning_details: [
          { type: "reasoning.encrypted", data: "b25l" },
          { type: "reasoning.encrypted", data: "dHdv" },
        ],
      },
    ],
    ["a thought about nothing", [{ thought: true }], { content: null }],
    [
      "a picture with its seal",
      [{ inlineData: { mimeType: "image/png", data: "RWJi" }, thoughtSignature: "b25l" }],
      {
        content: null,
        reasoning_details: [{ type: "reasoning.encrypted", data: "b25l" }],
        images: [{ type: "image_url", image_url: { url: "data:image/png;base64,RWJi" } }],
        item_order: [
          { type: "image", index: 0 },
          { type: "reasoning", index: 0 },
        ],
      },
    ],
  ])("may be %s", (_what, parts, message) => {
    expect(messageOf(...parts)).toStrictEqual({ ...bare, ...message });
  });

  test.each<[string, JsonObject]>([
    ["sound", { inlineData: { mimeType: "audio/wav", data: "RWJi" } }],
    ["a sketch, which is a thought", { inlineData: { mimeType: "image/png", data: "RWJi" }, thought: true }],
    ["a picture without bytes", { inlineData: { mimeType: "image/png" } }],
    ["bytes without a type", { inlineData: { data: "RWJi" } }],
    ["sealed code", { executableCode: { code: "print(1)" }, thoughtSignature: "b25l" }],
    ["code that is a thought", { thought: true, executableCode: { code: "print(1)" } }],
  ])("that have no place elsewhere are carried: %s", (_what, part) => {
    expect(messageOf(part, { text: "Ebb." })).toStrictEqual({
      ...bare,
      content: "Ebb.",
      extra_content: { google: { parts: [part] } },
    });
  });
});

describe("what an answer says of itself", () => {
  test.each<[unknown, number]>([
    ["2026-11-22T06:00:00.900Z", 1_795_327_200],
    ["1970-01-01T00:00:00.001Z", 0],
    ["1970-01-01T00:00:00Z", 1_796_000_000],
    ["1969-12-31T23:59:59Z", 1_796_000_000],
    ["at high water", 1_796_000_000],
    ["", 1_796_000_000],
    [1_795_327_200, 1_796_000_000],
    [undefined, 1_796_000_000],
  ])("it was made at %j: %d", (createTime, created) => {
    expect(answerOf({ ...body([]), createTime: createTime as Json }).completion.created).toBe(created);
  });

  test("it has a name and a model, or those of the gateway", () => {
    const { completion } = answerOf({
      ...body([{ text: "Ebb." }]),
      modelVersion: "tide-9",
      responseId: "r-9",
    });
    expect(completion).toMatchObject({ id: "r-9", model: "tide-9", object: "chat.completion" });
    const nameless = answerOf({ ...body([{ text: "Ebb." }]), modelVersion: "", responseId: 7 });
    expect(nameless.completion).toMatchObject({ id: "fallback", model: "gemini-2.5-flash" });
  });

  test("it has its index, or its place", () => {
    const { completion } = answerOf({
      candidates: [
        { finishReason: "STOP", index: 3 },
        { finishReason: "STOP" },
        { finishReason: "STOP", index: "9" },
      ],
    });
    expect(completion.choices.map(({ index }) => index)).toEqual([3, 1, 2]);
  });
});

describe("what a candidate says beside its parts", () => {
  const google = (candidate: JsonObject, word = "STOP") =>
    answerOf(body([{ text: "Ebb." }], word, candidate)).choice.message.extra_content;

  test.each<[string, JsonObject, JsonObject]>([
    ["ratings", { safetyRatings: [{ category: "STORM" }] }, { safety_ratings: [{ category: "STORM" }] }],
    ["pages", { urlContextMetadata: { urlMetadata: [] } }, { url_context_metadata: { urlMetadata: [] } }],
    [
      "searches",
      { groundingMetadata: { webSearchQueries: ["ebb"] } },
      { grounding_metadata: { webSearchQueries: ["ebb"] } },
    ],
  ])("is carried: %s", (_what, candidate, extras) => {
    expect(google(candidate)).toStrictEqual({ google: extras });
  });

  test("is not carried where it says nothing", () => {
    expect(google({ groundingMetadata: {}, citationMetadata: null, safetyRatings: null })).toBeUndefined();
    expect(google({ finishMessage: "Model generated function call(s)." })).toBeUndefined();
    expect(google({ finishMessage: "It was too long." }, "MAX_TOKENS")).toStrictEqual({
      google: { finish_message: "It was too long." },
    });
  });

  test("is a refusal only where the answer was filtered", () => {
    const filtered = (word: string, finishMessage: string) =>
      answerOf(body([], word, { finishMessage })).choice.message.refusal;
    expect(filtered("SAFETY", "The filter objects.")).toBe("The filter objects.");
    expect(filtered("SAFETY", "")).toBeNull();
    expect(filtered("LANGUAGE", "Which tongue?")).toBeNull();
  });

  test("has no word of Gemini's where the reason says it all", () => {
    expect(answerOf(body([{ text: "Ebb." }])).choice).toStrictEqual({
      index: 0,
      message: { role: "assistant", content: "Ebb.", refusal: null },
      logprobs: null,
      finish_reason: "stop",
    });
  });
});

describe("an answer that is none (RES-05)", () => {
  test.each<[Json, string]>([
    [null, "the answer is not a JSON object"],
    [[body([])], "the answer is not a JSON object"],
    [{}, "the answer has no candidates"],
    [{ candidates: [] }, "the answer has no candidates"],
    [{ candidates: "none" }, "the answer has no candidates"],
    [{ promptFeedback: { safetyRatings: [] } }, "the answer has no candidates"],
    [{ promptFeedback: "SAFETY" }, "the answer has no candidates"],
    [{ candidates: [{ finishReason: "STOP" }, 7] }, "candidate 1 is not an object"],
    [{ candidates: [null] }, "candidate 0 is not an object"],
    [{ candidates: [{ finishReason: "" }] }, "candidate 0 has no finishReason"],
    [body([{ functionCall: { args: {} } }]), "a function call has no name"],
  ])("%j: %s", (answer, problem) => {
    expect(problemOf(answer)).toBe(problem);
  });
});

describe("log probabilities (RES-03)", () => {
  const logprobsOf = (logprobsResult: Json) =>
    answerOf(body([{ text: "é" }], "STOP", { logprobsResult })).choice.logprobs;
  const token = (word: string, logprob: number, bytes: number[]) => ({ token: word, logprob, bytes });

  test("may lack rivals, words and numbers", () => {
    expect(
      logprobsOf({
        chosenCandidates: [{ token: "é", logProbability: -1 }, { token: 7 }, {}, null],
        topCandidates: [{ candidates: [null, { token: "e", logProbability: -2 }] }, {}],
      }),
    ).toEqual({
      content: [
        { ...token("é", -1, [195, 169]), top_logprobs: [token("e", -2, [101])] },
        { ...token("", 0, []), top_logprobs: [] },
        { ...token("", 0, []), top_logprobs: [] },
      ],
      refusal: null,
    });
    expect(logprobsOf({ chosenCandidates: [{ token: "e", logProbability: -1 }] })).toEqual({
      content: [{ ...token("e", -1, [101]), top_logprobs: [] }],
      refusal: null,
    });
  });

  test.each<Json>([null, [], {}, { chosenCandidates: "é" }])("are none in %j", (result) => {
    expect(logprobsOf(result)).toBeNull();
  });
});
