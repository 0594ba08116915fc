import { describe, expect, test } from "vitest";
import type { Usage } from "../../../canonical/usage.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { GEMINI_USAGE } from "../../../providers/_shared/gemini-at-google.ts";
import { gemini } from "../index.ts";

describe("usage that Google counts", () => {
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
      "sound in the prompt is told apart, and so is cached sound",
      {
        promptTokenCount: 100,
        cachedContentTokenCount: 40,
        totalTokenCount: 100,
        promptTokensDetails: [{ modality: "AUDIO", tokenCount: 70 }, { modality: "TEXT" }],
        cacheTokensDetails: [{ modality: "AUDIO", tokenCount: 30 }],
      },
      { input: 20, cacheRead: 10, cacheReadAudio: 30, audioInput: 40 },
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

describe("usage whose total is missing (USE-05)", () => {
  test.each<[JsonObject, Usage]>([
    [
      { promptTokenCount: 9, candidatesTokenCount: 2 },
      { input: 9, output: 2 },
    ],
    [
      { promptTokenCount: 9, thoughtsTokenCount: 2 },
      { input: 9, reasoning: 2 },
    ],
    [
      { promptTokenCount: 9, candidatesTokenCount: 0, thoughtsTokenCount: 2 },
      { input: 9, reasoning: 2 },
    ],
  ])("%j is whole", (raw, usage) => {
    expect(gemini.readUsage(raw, GEMINI_USAGE)).toEqual({ kind: "known", usage, raw });
  });

  test.each<Json>([
    { candidatesTokenCount: 2, thoughtsTokenCount: 2 },
    { thoughtsTokenCount: 2 },
    [9, 2],
    "9",
    null,
  ])("%j is not", (raw) => {
    expect(gemini.readUsage(raw, GEMINI_USAGE)).toEqual({ kind: "unknown" });
  });
});

describe("details of usage", () => {
  const read = (raw: JsonObject) => gemini.readUsage(raw, GEMINI_USAGE);

  test("that are none are passed over", () => {
    const raw = {
      promptTokenCount: 9,
      candidatesTokenCount: 5,
      totalTokenCount: 14,
      candidatesTokensDetails: [null, "AUDIO", { modality: "AUDIO", tokenCount: 2 }, { modality: "AUDIO" }],
      promptTokensDetails: "AUDIO",
    };
    expect(read(raw)).toEqual({ kind: "known", usage: { input: 9, output: 3, audioOutput: 2 }, raw });
  });

  test("of tool results count as those of the prompt", () => {
    const raw = {
      promptTokenCount: 9,
      toolUsePromptTokenCount: 5,
      totalTokenCount: 14,
      promptTokensDetails: [{ modality: "IMAGE", tokenCount: 4 }],
      toolUsePromptTokensDetails: [{ modality: "IMAGE", tokenCount: 3 }],
    };
    expect(read(raw)).toEqual({ kind: "known", usage: { input: 7, imageInput: 7 }, raw });
  });

  test("say nothing of what is cached, where sound and pictures together exceed the rest", () => {
    const raw = {
      promptTokenCount: 100,
      cachedContentTokenCount: 90,
      totalTokenCount: 100,
      promptTokensDetails: [
        { modality: "AUDIO", tokenCount: 8 },
        { modality: "IMAGE", tokenCount: 9 },
      ],
    };
    expect(read(raw)).toEqual({ kind: "known", usage: { input: 10, cacheRead: 90 }, raw });
    expect(read({ ...raw, cacheTokensDetails: [] }).kind).toBe("contradictory");
    const fitting = { ...raw, cachedContentTokenCount: 83 };
    expect(read(fitting)).toEqual({
      kind: "known",
      usage: { cacheRead: 83, audioInput: 8, imageInput: 9 },
      raw: fitting,
    });
  });
});

describe("usage as Gemini's callers read it (USE-01, USE-06)", () => {
  test.each<[string, Usage, JsonObject]>([
    ["nothing", {}, { promptTokenCount: 0, candidatesTokenCount: 0, totalTokenCount: 0 }],
    [
      "texts",
      { input: 9, output: 2 },
      {
        promptTokenCount: 9,
        candidatesTokenCount: 2,
        totalTokenCount: 11,
        promptTokensDetails: [{ modality: "TEXT", tokenCount: 9 }],
      },
    ],
    [
      "all of it",
      {
        input: 10,
        cacheRead: 20,
        cacheWrite5m: 1,
        cacheWrite1h: 2,
        audioInput: 30,
        imageInput: 40,
        output: 100,
        reasoning: 200,
        audioOutput: 300,
        imageOutput: 400,
      },
      {
        promptTokenCount: 103,
        cachedContentTokenCount: 20,
        candidatesTokenCount: 800,
        thoughtsTokenCount: 200,
        totalTokenCount: 1103,
        promptTokensDetails: [
          { modality: "TEXT", tokenCount: 13 },
          { modality: "AUDIO", tokenCount: 30 },
          { modality: "IMAGE", tokenCount: 40 },
        ],
        candidatesTokensDetails: [
          { modality: "AUDIO", tokenCount: 300 },
          { modality: "IMAGE", tokenCount: 400 },
        ],
      },
    ],
  ])("%s", (_what, usage, written) => {
    expect(gemini.writeUsage(usage)).toEqual(written);
  });
});
