import { describe, expect, test } from "vitest";
import { MEANINGS, meaningOf, meaningOfStatus, OPENAI_CODES } from "./meaning.ts";

const facts = { status: 400, code: null, type: null, message: null };

describe("meaning before status", () => {
  test.each([
    [{ ...facts, status: 429, code: "insufficient_quota" }, "quota"],
    [{ ...facts, code: "context_length_exceeded" }, "context_length"],
    [{ ...facts, code: "model_not_found" }, "not_found"],
    [{ ...facts, message: "This model's maximum context length is 8 tokens" }, "context_length"],
    [{ ...facts, message: "Your API key is invalid" }, "authentication"],
    [{ ...facts, message: "Incorrect API key provided" }, "authentication"],
    [{ ...facts, message: "temperature is too high" }, "invalid_request"],
    [{ ...facts, status: 500, message: "context window" }, "api"],
    [{ ...facts, status: 200, type: "rate_limit_error" }, "rate_limit"],
    [{ ...facts, status: 200 }, "api"],
  ])("%j is %s", (given, meaning) => expect(meaningOf(given, OPENAI_CODES)).toBe(meaning));

  test("all conditions of a rule must hold", () => {
    const rule = { status: 498, code: "full", meaning: "overloaded", evidence: "own" } as const;
    expect(meaningOf({ ...facts, status: 498, code: "other" }, [rule])).toBe("api");
    expect(meaningOf({ ...facts, status: 498, code: "full" }, [rule])).toBe("overloaded");
  });
});

test("a status that nobody documents is the provider's fault", () => {
  for (const status of [302, 418, 451, 499, 520, 599]) expect(meaningOfStatus(status)).toBe("api");
});

test("what stops is the wrong request, and nothing else", () => {
  const stops = Object.entries(MEANINGS).filter(([, { fallsOn }]) => fallsOn === "never");
  expect(stops.map(([name]) => name).sort()).toEqual(["invalid_request", "too_large", "unprocessable"]);
});
