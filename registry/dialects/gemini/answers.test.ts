import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../json.ts";
import { GEMINI_USAGE } from "../../providers/gemini-speech.ts";
import { gemini } from "./index.ts";
import { answerOf, asked, assembled, decoding, eventsOf, rendering, sse } from "./testing.ts";

const usageMetadata = { promptTokenCount: 9, candidatesTokenCount: 2, totalTokenCount: 11 };
const tide = { functionCall: { name: "tide", args: { at: "noon" } } };

const body = (
  parts: JsonObject[],
  finishReason: string | null = "STOP",
  more: JsonObject = {},
): JsonObject => ({
  candidates: [
    { content: { role: "model", parts }, ...(finishReason ? { finishReason } : {}), index: 0, ...more },
  ],
  usageMetadata,
  modelVersion: "gemini-2.5-flash",
  responseId: "answer",
});

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
    expect(choice.message).toMatchObject({ content: null, refusal: "The filter objects." });
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

  test.each([
    ["null", null],
    ["text", "hi"],
    ["nothing", {}],
    ["no candidates", { candidates: [] }],
    ["no finish", body([{ text: "half" }], null)],
    ["a nameless call", body([{ functionCall: {} }])],
    ["a candidate that is none", { candidates: [7] }],
  ])("%s is no answer (RES-05)", (_name, broken) => {
    expect(gemini.decodeResponse(broken, decoding())).toMatchObject({ ok: false });
  });
});

describe("usage", () => {
  const read = (raw: JsonObject) => gemini.readUsage(raw, GEMINI_USAGE);

  test.each<[string, JsonObject, JsonObject]>([
    [
      "tool results are prompt",
      {
        promptTokenCount: 85,
        toolUsePromptTokenCount: 132,
        candidatesTokenCount: 28,
        thoughtsTokenCount: 54,
        totalTokenCount: 299,
      },
      { input: 217, output: 28, reasoning: 54 },
    ],
    [
      "cached tokens lie inside the prompt",
      {
        promptTokenCount: 3520,
        cachedContentTokenCount: 3512,
        candidatesTokenCount: 2,
        thoughtsTokenCount: 42,
        totalTokenCount: 3564,
      },
      { input: 8, cacheRead: 3512, output: 2, reasoning: 42 },
    ],
    [
      "pictures in the answer are told apart",
      {
        promptTokenCount: 9,
        candidatesTokenCount: 1283,
        totalTokenCount: 1292,
        candidatesTokensDetails: [{ modality: "IMAGE", tokenCount: 1120 }],
      },
      { input: 9, output: 163, imageOutput: 1120 },
    ],
    [
      "sound in the prompt is told apart, cached sound is cached",
      {
        promptTokenCount: 100,
        cachedContentTokenCount: 40,
        totalTokenCount: 100,
        promptTokensDetails: [{ modality: "AUDIO", tokenCount: 70 }, { modality: "TEXT" }],
        cacheTokensDetails: [{ modality: "AUDIO", tokenCount: 30 }],
      },
      { input: 20, cacheRead: 40, audioInput: 40 },
    ],
    [
      "without details of the cache nothing is guessed",
      {
        promptTokenCount: 100,
        cachedContentTokenCount: 90,
        totalTokenCount: 100,
        promptTokensDetails: [{ modality: "AUDIO", tokenCount: 70 }],
      },
      { input: 10, cacheRead: 90 },
    ],
  ])("%s (USE-01, USE-02)", (_name, raw, usage) => {
    expect(read(raw)).toMatchObject({ kind: "known", usage });
  });

  test.each([{}, { trafficType: "ON_DEMAND" }, { promptTokenCount: 5 }, { candidatesTokenCount: 5 }])(
    "%j is unknown, never 0 (USE-05)",
    (raw) => expect(read(raw)).toEqual({ kind: "unknown" }),
  );

  test.each([
    { promptTokenCount: 5, totalTokenCount: 9 },
    { promptTokenCount: "5", totalTokenCount: 5 },
    { promptTokenCount: 5, cachedContentTokenCount: 6, totalTokenCount: 5 },
  ])("%j is a contradiction (USE-03)", (raw) => expect(read(raw)).toMatchObject({ kind: "contradictory" }));
});

describe("streams", () => {
  const part = (...parts: JsonObject[]) => body(parts, null);

  test("counts are cumulative, and chunks without counts say nothing (USE-04)", async () => {
    const early = { ...part({ text: "It " }), usageMetadata: { trafficType: "ON_DEMAND" } };
    const events = await eventsOf(sse(part({ text: "Ahoy. " }), early, body([{ text: "stands." }])));
    expect(events.filter(({ type }) => type === "usage")).toHaveLength(2);
    expect(assembled(events)).toMatchObject({
      text: "Ahoy. It stands.",
      finishes: ["stop"],
      usage: { input: 9, output: 2 },
      roles: 1,
      last: "end",
    });
  });

  const piece = (jsonPath: string, value: JsonObject, willContinue = true) => ({
    functionCall: { partialArgs: [{ jsonPath, ...value }], willContinue },
  });

  test("arguments in pieces become whole ones, for several calls (STR-04)", async () => {
    const events = await eventsOf(
      sse(
        part({ functionCall: { name: "tide", willContinue: true }, thoughtSignature: "c2VhbA==" }),
        part(piece("$.at[0].city", { stringValue: "Lis", willContinue: true })),
        part(piece("$.at[0].city", { stringValue: "bon" })),
        part(piece("$.at[1]", { nullValue: "NULL_VALUE" }), piece("$['a b']", { numberValue: 0 })),
        part(piece("$.__proto__", { boolValue: false })),
        part({ functionCall: {} }),
        part({ functionCall: { name: "tide", willContinue: true } }),
        body([{ text: "" }]),
      ),
    );
    const { calls, finishes, last } = assembled(events);
    expect([finishes, last]).toEqual([["tool_calls"], "end"]);
    expect(calls.map((call) => call.arguments)).toEqual([
      '{"at":[{"city":"Lisbon"},null],"a b":0,"__proto__":false}',
      "{}",
    ]);
    expect(calls[0]?.extra).toEqual({ google: { thought_signature: "c2VhbA==" } });
  });

  test.each([
    ["a path that is none", piece("city", { stringValue: "x" })],
    ["an index far away", piece("$.a[4000000000]", { stringValue: "x" })],
  ])("%s breaks the stream (STR-07)", async (_name, bad) => {
    const events = await eventsOf(
      sse(part({ functionCall: { name: "tide", willContinue: true } }), part(bad)),
    );
    expect(events.at(-1)?.type).toBe("broken");
  });

  test("a call of what nobody declared is no tool call there either (RES-02)", async () => {
    const events = await eventsOf(sse(body([tide], "UNEXPECTED_TOOL_CALL")));
    expect(assembled(events)).toMatchObject({ calls: [], finishes: ["stop"] });
  });

  test("a blocked prompt ends well (RES-02)", async () => {
    const events = await eventsOf(sse({ promptFeedback: { blockReason: "SAFETY" }, responseId: "x" }));
    expect(assembled(events)).toMatchObject({ finishes: ["content_filter"], roles: 1, last: "end" });
  });

  test.each([
    ["an object", { error: { code: 503, message: "Busy.", status: "UNAVAILABLE" } }],
    ["a list", [{ error: { code: 503, message: "Busy.", status: "UNAVAILABLE" } }]],
    ["beside an answer", { ...part({ text: "x" }), error: { message: "Busy.", status: "UNAVAILABLE" } }],
  ])("an error in %s ends the stream (STR-07)", async (_name, failed) => {
    const events = await eventsOf(sse(part({ text: "Once" }), failed, body([{ text: "never" }])));
    expect(events.at(-1)).toMatchObject({ type: "error", body: { message: "Busy.", status: 503 } });
  });

  test.each([
    ["nothing", []],
    ["no JSON", [new TextEncoder().encode("data: {half\r\n\r\n")]],
    ["a number", sse(7)],
  ])("%s is a broken stream (STR-07)", async (_name, chunks) =>
    expect((await eventsOf(chunks)).at(-1)?.type).toBe("broken"),
  );

  test("another provider's words reach a caller of this dialect, refusals too", async () => {
    const encoder = gemini.encodeStream({ ...rendering, request: asked });
    const chunk = (delta: JsonObject, finish_reason: "stop" | null = null) =>
      encoder.chunk({
        ...{ id: "x", object: "chat.completion.chunk", created: 1_796_000_000, model: "m" },
        choices: [{ index: 0, delta, finish_reason }],
      });
    const frames = [
      ...chunk({ role: "assistant", refusal: "I will " }),
      ...chunk({ refusal: "not." }),
      ...chunk({}, "stop"),
    ];
    const events = await eventsOf([...frames, ...encoder.end({ kind: "unknown" })]);
    expect(assembled(events)).toMatchObject({ text: "I will not.", finishes: ["stop"], last: "end" });
  });
});
