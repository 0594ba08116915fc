import { describe, expect, test } from "vitest";
import type { AssistantMessage, ChatChoice, ChatCompletion } from "../../../canonical/chat.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import type { JsonObject } from "../../../json.ts";
import { gemini } from "../index.ts";
import { rendering } from "./testing.ts";

const completionOf = (...choices: ChatChoice[]): ChatCompletion => ({
  id: "c-1",
  object: "chat.completion",
  created: 1_795_327_200,
  model: "tide-1",
  choices,
});

const choiceOf = (message: Partial<AssistantMessage>, more: JsonObject = {}): ChatChoice => ({
  index: 0,
  message: { role: "assistant", content: null, refusal: null, ...message },
  logprobs: null,
  finish_reason: "stop",
  ...more,
});

/** The candidate that a choice becomes. */
const candidateOf = (message: Partial<AssistantMessage>, more?: JsonObject) => {
  const { candidates } = gemini.encodeResponse(
    completionOf(choiceOf(message, more)),
    { kind: "unknown" },
    rendering,
  );
  return Array.isArray(candidates) ? candidates[0] : undefined;
};

const model = (...parts: JsonObject[]) => ({ role: "model", parts });
const cited = {
  type: "url_citation",
  url_citation: { url: "https://tide.example/", title: "Tides", start_index: 0, end_index: 4 },
};
const grounding = (endIndex: number, text: string) => ({
  groundingChunks: [{ web: { uri: "https://tide.example/", title: "Tides" } }],
  groundingSupports: [{ segment: { startIndex: 0, endIndex, text }, groundingChunkIndices: [0] }],
});

describe("an answer for a caller of Gemini", () => {
  const usage: UsageReading = { kind: "known", usage: { input: 9, output: 2 }, raw: { harbour: "north" } };
  const usageMetadata = {
    promptTokenCount: 9,
    candidatesTokenCount: 2,
    totalTokenCount: 11,
    promptTokensDetails: [{ modality: "TEXT", tokenCount: 9 }],
  };
  const extras = { ...rendering, usageExtras: (raw: unknown) => raw as JsonObject };

  test("has candidates, usage with the provider's extras, and says what it is", () => {
    const second = { ...choiceOf({ content: "Flow." }), index: 1 };
    expect(
      gemini.encodeResponse(completionOf(choiceOf({ content: "Ebb." }), second), usage, extras),
    ).toStrictEqual({
      candidates: [
        { content: model({ text: "Ebb." }), finishReason: "STOP", index: 0 },
        { content: model({ text: "Flow." }), finishReason: "STOP", index: 1 },
      ],
      usageMetadata: { ...usageMetadata, harbour: "north" },
      modelVersion: "tide-1",
      responseId: "c-1",
      createTime: "2026-11-22T06:00:00.000Z",
    });
  });

  test("has the gateway's id where it has none, and no usage that nobody knows (USE-05)", () => {
    const nameless = { ...completionOf(choiceOf({ content: "Ebb." })), id: "" };
    const written = gemini.encodeResponse(nameless, { kind: "unknown" }, extras);
    expect(written).toMatchObject({ responseId: "request" });
    expect(written).not.toHaveProperty("usageMetadata");
    const odd: UsageReading = { ...usage, raw: "none" };
    expect(gemini.encodeResponse(nameless, odd, extras).usageMetadata).toStrictEqual(usageMetadata);
  });

  test("is the feedback alone, where a prompt was blocked", () => {
    const feedback = { blockReason: "SAFETY" };
    const blocked = choiceOf(
      { refusal: "No.", extra_content: { google: { prompt_feedback: feedback } } },
      { finish_reason: "content_filter" },
    );
    expect(gemini.encodeResponse(completionOf(blocked), usage, rendering)).toStrictEqual({
      promptFeedback: feedback,
      usageMetadata,
      modelVersion: "tide-1",
      responseId: "c-1",
      createTime: "2026-11-22T06:00:00.000Z",
    });
    const beside = completionOf(choiceOf({ content: "Ebb." }), { ...blocked, index: 1 });
    expect(gemini.encodeResponse(beside, usage, rendering)).toMatchObject({ promptFeedback: feedback });
  });
});

describe("a candidate", () => {
  test("without words has no parts", () => {
    expect(candidateOf({})).toStrictEqual({ content: { role: "model" }, finishReason: "STOP", index: 0 });
  });

  test("has calls as the model made them, though their arguments be no object", () => {
    const call = (id: string, args: string) => ({
      id,
      type: "function" as const,
      function: { name: "harbour.tide", arguments: args },
    });
    const tool_calls = [call("a", '{"at":2}'), call("b", "ebb"), call("c", "[1]")];
    expect(candidateOf({ tool_calls }, { finish_reason: "tool_calls" })).toStrictEqual({
      content: model(
        { functionCall: { id: "a", name: "harbour.tide", args: { at: 2 } } },
        { functionCall: { id: "b", name: "harbour.tide", args: { arguments: "ebb" } } },
        { functionCall: { id: "c", name: "harbour.tide", args: { arguments: "[1]" } } },
      ),
      finishReason: "STOP",
      index: 0,
    });
  });

  test("shows thinking, once, whether it has details or not", () => {
    const thought = { text: "The moon.", thought: true };
    const said = { content: "Ebb.", reasoning_content: "The moon." };
    const shown = { finishReason: "STOP", index: 0, content: model(thought, { text: "Ebb." }) };
    expect(candidateOf(said)).toStrictEqual(shown);
    const detail = { type: "reasoning.text" as const, text: "The moon." };
    expect(candidateOf({ ...said, reasoning_details: [detail] })).toStrictEqual(shown);
  });

  test.each<[string, string, JsonObject | string | string[] | null | undefined, string]>([
    ["stop", "STOP", undefined, "stop"],
    ["length", "MAX_TOKENS", null, "a limit"],
    ["tool_calls", "STOP", "tool_use", "calls"],
    ["content_filter", "SAFETY", "Safety", "a filter"],
    ["content_filter", "RECITATION", "RECITATION", "Gemini's own word"],
    ["stop", "OTHER_TIDE", "OTHER_TIDE", "a word of Gemini's that nobody knows"],
    ["stop", "STOP", "end of TIDE", "half a word of Gemini's"],
    ["stop", "STOP", "TIDE ended", "half a word of Gemini's"],
    ["stop", "STOP", ["SAFETY"], "no word at all"],
    ["stop", "STOP", {}, "no word at all"],
  ])("that finishes with %s says %s, where its own word is %j: %s (RES-02)", (reason, word, native) => {
    const finish = {
      finish_reason: reason,
      ...(native === undefined ? {} : { native_finish_reason: native }),
    };
    expect(candidateOf({ content: "Ebb." }, finish)).toStrictEqual({
      content: model({ text: "Ebb." }),
      finishReason: word,
      index: 0,
    });
  });

  test("has a filter's refusal as its message, the model's own as its words", () => {
    const refusal = "I will not.";
    expect(candidateOf({ refusal }, { finish_reason: "content_filter" })).toStrictEqual({
      content: { role: "model" },
      finishReason: "SAFETY",
      finishMessage: refusal,
      index: 0,
    });
    expect(candidateOf({ refusal })).toStrictEqual({
      content: model({ text: refusal }),
      finishReason: "STOP",
      index: 0,
    });
    expect(candidateOf({ refusal: "" }, { finish_reason: "content_filter" })).toStrictEqual({
      content: { role: "model" },
      finishReason: "SAFETY",
      index: 0,
    });
  });

  test("has another provider's citations as grounding", () => {
    const annotations = [cited];
    expect(candidateOf({ content: "Flöd.", annotations })).toMatchObject({
      groundingMetadata: grounding(5, "Flöd"),
    });
    expect(candidateOf({ content: null, annotations })).toMatchObject({
      groundingMetadata: grounding(0, ""),
    });
  });

  test.each<[string, JsonObject, JsonObject]>([
    [
      "grounding",
      { grounding_metadata: { webSearchQueries: ["ebb"] } },
      { groundingMetadata: { webSearchQueries: ["ebb"] } },
    ],
    ["citations", { citation_metadata: { citations: [] } }, { citationMetadata: { citations: [] } }],
    [
      "ratings, a message and pages",
      { safety_ratings: [], finish_message: "Done.", url_context_metadata: {} },
      {
        safetyRatings: [],
        finishMessage: "Done.",
        urlContextMetadata: {},
        groundingMetadata: grounding(4, "Ebb."),
      },
    ],
  ])("has Google's own %s as they were", (_what, google, fields) => {
    const message = { content: "Ebb.", annotations: [cited], extra_content: { google } };
    expect(candidateOf(message)).toStrictEqual({
      content: model({ text: "Ebb." }),
      finishReason: "STOP",
      index: 0,
      ...fields,
    });
  });

  test("has log probabilities in Gemini's words", () => {
    const token = (word: string, logprob: number) => ({ token: word, logprob, bytes: [] });
    const content = [
      { ...token("E", -1), top_logprobs: [token("F", -2), null] },
      7,
      { ...token("bb.", -0.5), top_logprobs: "none" },
    ];
    expect(candidateOf({ content: "Ebb." }, { logprobs: { content, refusal: null } })).toMatchObject({
      logprobsResult: {
        chosenCandidates: [
          { token: "E", logProbability: -1 },
          { token: "bb.", logProbability: -0.5 },
        ],
        topCandidates: [{ candidates: [{ token: "F", logProbability: -2 }] }, { candidates: [] }],
      },
    });
  });

  test.each([{ content: [] }, { content: null }, "none"])("has none where the choice has %j", (logprobs) => {
    expect(candidateOf({ content: "Ebb." }, { logprobs })).not.toHaveProperty("logprobsResult");
  });
});
