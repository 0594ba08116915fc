import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { providers } from "../providers/index.ts";
import {
  COMPLETION_CLASSES,
  classify,
  PROMPT_CLASSES,
  sumClasses,
  toOpenAiUsage,
  type UsageConvention,
  type UsageCounts,
} from "./usage.ts";

/** The same examples in every run. */
const holds = <T>(property: fc.IProperty<T>, numRuns = 100): void =>
  fc.assert(property, { seed: 20_261_121, numRuns });

const inside: UsageConvention = {
  cached: "inside-prompt",
  cacheWrite: "inside-prompt",
  reasoning: "inside-completion",
  total: "binding",
  stream: "replace",
  paths: [["usage"]],
  evidence: "generated",
};
const outside: UsageConvention = {
  ...inside,
  cached: "outside-prompt",
  cacheWrite: "outside-prompt",
  reasoning: "outside-completion",
};
const byTotal: UsageConvention = { ...inside, reasoning: "decided-by-total" };

const classesOf = (counts: UsageCounts, convention: UsageConvention) => {
  const reading = classify(counts, convention, null);
  return reading.kind === "known" ? reading.usage : reading;
};

const count = fc.integer({ min: 0, max: 100_000 });
const classes = fc.record({
  input: count,
  cacheRead: count,
  cacheWrite5m: count,
  cacheWrite1h: count,
  audioInput: count,
  imageInput: count,
  output: count,
  reasoning: count,
  audioOutput: count,
});
type Classes = typeof classes extends fc.Arbitrary<infer T> ? T : never;

/** What a provider with this convention says about these classes; the inverse of `classify`. */
function told(c: Classes, { cached, cacheWrite, reasoning }: UsageConvention): UsageCounts {
  const writes = c.cacheWrite5m + c.cacheWrite1h;
  const prompt =
    c.input +
    c.audioInput +
    c.imageInput +
    (cached === "inside-prompt" ? c.cacheRead : 0) +
    (cacheWrite === "inside-prompt" ? writes : 0);
  const completion = c.output + c.audioOutput + (reasoning === "outside-completion" ? 0 : c.reasoning);
  return {
    prompt,
    completion,
    total: Object.values(c).reduce((sum, n) => sum + n, 0),
    cached: c.cacheRead,
    cacheWrite5m: c.cacheWrite5m,
    cacheWrite1h: c.cacheWrite1h,
    audioInput: c.audioInput,
    imageInput: c.imageInput,
    audioOutput: c.audioOutput,
    reasoning: c.reasoning,
  };
}

describe("classify", () => {
  it.each([
    ["inside", inside],
    ["outside", outside],
    ["decided by the total", byTotal],
  ])("gives back the classes that a provider counted: %s", (_name, convention) => {
    holds(
      fc.property(classes, (c) => {
        const reading = classify(told(c, convention), convention, null);
        if (reading.kind !== "known") return false;
        return Object.entries(c).every(([name, n]) => (reading.usage[name as keyof Classes] ?? 0) === n);
      }),
    );
  });

  describe("without a total", () => {
    const told = { prompt: 100, completion: 30, reasoning: 10 };

    it("is known where the convention tells all", () => {
      expect(classesOf(told, inside)).toEqual({ input: 100, output: 20, reasoning: 10 });
      expect(classesOf(told, outside)).toEqual({ input: 100, output: 30, reasoning: 10 });
      expect(classesOf({ ...told, reasoning: 0 }, byTotal)).toEqual({ input: 100, output: 30 });
    });

    it("cannot be told where only the total could decide", () => {
      expect(classesOf(told, byTotal)).toHaveProperty("kind", "contradictory");
      expect(classesOf(told, byTotal)).toHaveProperty(
        "problem",
        expect.stringContaining("without total_tokens"),
      );
    });

    it("is told by the model, or by reasoning that cannot be inside", () => {
      const outsideThen = { ...byTotal, reasoningWithoutTotal: "outside-completion" as const };
      const insideThen = { ...byTotal, reasoningWithoutTotal: "inside-completion" as const };
      expect(classesOf(told, outsideThen)).toEqual({ input: 100, output: 30, reasoning: 10 });
      expect(classesOf(told, insideThen)).toEqual({ input: 100, output: 20, reasoning: 10 });
      expect(classesOf({ ...told, reasoning: 31 }, insideThen)).toEqual({
        input: 100,
        output: 30,
        reasoning: 31,
      });
    });
  });

  it("takes reasoning that fills the completion for what the model does, not for reasoning beside it", () => {
    const insideThen = { ...byTotal, reasoningWithoutTotal: "inside-completion" as const };
    expect(classesOf({ prompt: 5, completion: 10, reasoning: 10 }, insideThen)).toEqual({
      input: 5,
      reasoning: 10,
    });
  });

  it("takes a prompt that came whole from the cache, and a completion that is all pictures", () => {
    const told = { prompt: 8, cached: 8, completion: 5, imageOutput: 5, total: 13 };
    expect(classesOf(told, inside)).toEqual({ cacheRead: 8, imageOutput: 5 });
    expect(classesOf({ ...told, imageOutput: 6 }, inside)).toHaveProperty("kind", "contradictory");
  });

  it("takes a count that is undefined for one that is not there", () => {
    expect(classesOf({ prompt: 8, completion: 1, cached: undefined }, inside)).toEqual({
      input: 8,
      output: 1,
    });
  });

  it("lets a total that does not bind be wrong", () => {
    const ignored = { ...inside, total: "ignored" as const };
    expect(classesOf({ prompt: 5, completion: 1, total: 99 }, ignored)).toEqual({ input: 5, output: 1 });
  });

  it("never gives a class below zero, whatever it is told", () => {
    const any = fc.record(
      {
        prompt: fc.integer(),
        completion: fc.integer(),
        total: fc.integer(),
        cached: fc.integer(),
        reasoning: fc.integer(),
      },
      { requiredKeys: ["prompt", "completion"] },
    );
    const convention = fc.constantFrom(inside, outside, byTotal, { ...inside, total: "ignored" as const });
    holds(
      fc.property(any, convention, (counts, how) => {
        const reading = classify(counts, how, null);
        return reading.kind !== "known" || Object.values(reading.usage).every((n) => n > 0);
      }),
    );
  });

  it("sums to the provider's total, or says that it does not", () => {
    const small = fc.integer({ min: 0, max: 50 });
    const counts = fc.record({
      prompt: small,
      completion: small,
      total: small,
      cached: small,
      reasoning: small,
    });
    holds(
      fc.property(counts, fc.constantFrom(inside, outside, byTotal), (told, how) => {
        const reading = classify(told, how, null);
        if (reading.kind !== "known") return reading.kind === "contradictory";
        return sumClasses(reading.usage, [...PROMPT_CLASSES, ...COMPLETION_CLASSES]) === told.total;
      }),
    );
  });

  it("reads the worked examples of the providers", () => {
    const groq = { prompt: 336, cached: 256, completion: 96, reasoning: 59, total: 432 };
    expect(classesOf(groq, providers.groq.chatApi().usage)).toEqual({
      input: 80,
      cacheRead: 256,
      output: 37,
      reasoning: 59,
    });
    const gemma = { prompt: 19, completion: 84, reasoning: 1081, total: 1184 };
    expect(classesOf(gemma, providers.deepinfra.chatApi().usage)).toEqual({
      input: 19,
      output: 84,
      reasoning: 1081,
    });
    const smallOutside = { prompt: 19, completion: 84, reasoning: 20, total: 123 };
    expect(classesOf(smallOutside, providers.deepinfra.chatApi().usage)).toEqual({
      input: 19,
      output: 84,
      reasoning: 20,
    });
    const inner = { prompt: 26, completion: 27, reasoning: 22, total: 53 };
    expect(classesOf(inner, providers.deepinfra.chatApi().usage)).toEqual({
      input: 26,
      output: 5,
      reasoning: 22,
    });
    const write = { prompt: 4020, cached: 0, cacheWrite5m: 4012, completion: 4, total: 4024 };
    expect(classesOf(write, providers.openai.chatApi().usage)).toEqual({
      input: 8,
      cacheWrite5m: 4012,
      output: 4,
    });
  });

  it.each<[string, UsageCounts, RegExp]>([
    ["cached above prompt", { prompt: 5, cached: 9, completion: 1 }, /exceed prompt_tokens \(5\)/],
    [
      "reasoning above completion",
      { prompt: 5, reasoning: 9, completion: 1 },
      /exceed completion_tokens \(1\)/,
    ],
    ["a wrong total", { prompt: 5, completion: 1, total: 7 }, /total_tokens is 7 but the classes sum to 6/],
    ["a negative count", { prompt: -5, completion: 1 }, /prompt is -5, not a count/],
    ["a fraction", { prompt: 5, completion: 1.5 }, /completion is 1.5, not a count/],
    ["no number", { prompt: 5, completion: 1, cached: Number.NaN }, /cached is NaN, not a count/],
    ["more than can be counted", { prompt: 2 ** 60, completion: 1 }, /not a count/],
  ])("reports %s", (_name, counts, problem) => {
    expect(classify(counts, inside, "raw")).toEqual({
      kind: "contradictory",
      problem: expect.stringMatching(problem),
      raw: "raw",
    });
  });
});

describe("toOpenAiUsage", () => {
  it("says each part of its own, and both cache writes together", () => {
    const usage = {
      input: 1,
      cacheRead: 2,
      cacheWrite5m: 4,
      cacheWrite1h: 8,
      audioInput: 16,
      imageInput: 32,
    };
    expect(
      toOpenAiUsage({ ...usage, output: 64, reasoning: 128, audioOutput: 256, imageOutput: 512 }),
    ).toEqual({
      prompt_tokens: 63,
      completion_tokens: 960,
      total_tokens: 1023,
      prompt_tokens_details: { cached_tokens: 2, cache_write_tokens: 12, audio_tokens: 16 },
      completion_tokens_details: { reasoning_tokens: 128, audio_tokens: 256 },
    });
  });

  it("says 0 for what there was none of", () => {
    expect(toOpenAiUsage({ input: 1 })).toMatchObject({
      prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
    });
  });

  it("adds up and keeps every part within its whole", () => {
    holds(
      fc.property(classes, (c) => {
        const usage = toOpenAiUsage(c);
        const { cached_tokens, cache_write_tokens } = usage.prompt_tokens_details;
        const { reasoning_tokens } = usage.completion_tokens_details;
        return (
          usage.total_tokens === usage.prompt_tokens + usage.completion_tokens &&
          usage.total_tokens === Object.values(c).reduce((sum, n) => sum + n, 0) &&
          cached_tokens + cache_write_tokens <= usage.prompt_tokens &&
          reasoning_tokens <= usage.completion_tokens
        );
      }),
    );
  });
});
