import { describe, expect, test } from "vitest";
import type { Usage } from "../../../canonical/usage.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { findUsage, readUsage, writeUsage } from "../usage.ts";
import { provider } from "./testing.ts";

const read = (raw: Json) => readUsage(raw, provider.chatApi().usage);
const COUNTS = { inputTokens: 3, outputTokens: 5 };

describe("usage is read in disjoint classes (USE-01)", () => {
  test.each<[string, JsonObject, Usage]>([
    ["nothing but the two counts", {}, { input: 3, output: 5 }],
    ["none of either", { inputTokens: 0, outputTokens: 0 }, {}],
    [
      "a cache beside the input",
      { cacheReadInputTokens: 7, totalTokens: 15 },
      { input: 3, cacheRead: 7, output: 5 },
    ],
    ["writes", { cacheWriteInputTokens: 9, totalTokens: 17 }, { input: 3, cacheWrite5m: 9, output: 5 }],
    ["writes that are null", { cacheWriteInputTokens: null, cacheDetails: null }, { input: 3, output: 5 }],
    [
      "writes by lifetime",
      {
        cacheWriteInputTokens: 9,
        cacheDetails: [
          { ttl: "1h", inputTokens: 4 },
          { ttl: "5m", inputTokens: 3 },
          { inputTokens: 2 },
          null,
          {},
        ],
      },
      { input: 3, cacheWrite5m: 5, cacheWrite1h: 4, output: 5 },
    ],
    [
      "writes by lifetime alone",
      { cacheDetails: [{ ttl: "1h", inputTokens: 4 }] },
      { input: 3, cacheWrite1h: 4, output: 5 },
    ],
    [
      "no lifetimes",
      { cacheWriteInputTokens: 9, cacheDetails: [] },
      { input: 3, cacheWrite5m: 9, output: 5 },
    ],
  ])("%s", (_what, more, usage) => {
    const raw = { ...COUNTS, ...more };
    expect(read(raw)).toEqual({ kind: "known", usage, raw });
  });

  test.each<Json>([null, "3", [3, 5], {}, { inputTokens: 3 }, { outputTokens: 5 }])(
    "half of it is none: %j (USE-05)",
    (raw) => {
      expect(read(raw)).toEqual({ kind: "unknown" });
    },
  );

  test.each<[JsonObject, string]>([
    [
      {
        cacheWriteInputTokens: 9,
        cacheDetails: [
          { ttl: "1h", inputTokens: 4 },
          { ttl: "5m", inputTokens: 3 },
        ],
      },
      "cacheDetails sum to 7 but cacheWriteInputTokens is 9",
    ],
    [{ totalTokens: 9 }, "total_tokens is 9 but the classes sum to 8"],
    [{ inputTokens: "3" }, "prompt is NaN, not a count"],
    [{ cacheReadInputTokens: -1 }, "cached is -1, not a count"],
    [{ cacheWriteInputTokens: 0.5 }, "cacheWrite5m is 0.5, not a count"],
  ])("%j contradicts the rest (USE-03)", (more, problem) => {
    const raw = { ...COUNTS, ...more };
    expect(read(raw)).toEqual({ kind: "contradictory", problem, raw });
  });
});

describe("where usage stands", () => {
  const convention = { ...provider.chatApi().usage, paths: [["usage"], ["metadata", "usage"]] };

  test.each<[Json, Json]>([
    [{ usage: COUNTS, metadata: { usage: {} } }, COUNTS],
    [{ usage: null, metadata: { usage: COUNTS } }, COUNTS],
    [{ usage: [3, 5] }, null],
    [{}, null],
    [null, null],
  ])("in %j", (body, found) => {
    expect(findUsage(body, convention)).toEqual(found);
  });
});

describe("usage is written as Bedrock counts (USE-06)", () => {
  const plain = { cacheReadInputTokens: 0, cacheWriteInputTokens: 0 };

  test.each<[string, Usage, JsonObject]>([
    ["none", {}, { inputTokens: 0, outputTokens: 0, totalTokens: 0, ...plain }],
    ["two counts", { input: 3, output: 5 }, { inputTokens: 3, outputTokens: 5, totalTokens: 8, ...plain }],
    [
      "sounds, pictures and thinking among them",
      {
        input: 3,
        audioInput: 10,
        imageInput: 20,
        output: 5,
        reasoning: 40,
        audioOutput: 100,
        imageOutput: 200,
      },
      { inputTokens: 33, outputTokens: 345, totalTokens: 378, ...plain },
    ],
    [
      "a cache beside them",
      { input: 3, output: 5, cacheRead: 10, cacheWrite5m: 20, cacheWrite1h: 40 },
      {
        inputTokens: 3,
        outputTokens: 5,
        totalTokens: 78,
        cacheReadInputTokens: 10,
        cacheWriteInputTokens: 60,
        cacheDetails: [
          { ttl: "5m", inputTokens: 20 },
          { ttl: "1h", inputTokens: 40 },
        ],
      },
    ],
    [
      "only the lifetimes that were written",
      { input: 3, output: 5, cacheWrite1h: 40 },
      {
        inputTokens: 3,
        outputTokens: 5,
        totalTokens: 48,
        cacheReadInputTokens: 0,
        cacheWriteInputTokens: 40,
        cacheDetails: [{ ttl: "1h", inputTokens: 40 }],
      },
    ],
  ])("%s", (_what, usage, expected) => {
    expect(writeUsage(usage)).toEqual(expected);
    expect(Object.keys(writeUsage(usage))).toEqual(Object.keys(expected));
  });
});
