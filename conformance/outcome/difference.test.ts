import { describe, expect, it } from "vitest";
import { markDifference } from "./difference.ts";

describe("the mark of a difference", () => {
  it("leaves out what both begin and end with", () => {
    expect(markDifference('"max_tokens" at /a', '"max_completion_tokens" at /a')).toEqual({
      expected: { before: '"max_', own: "", after: 'tokens" at /a' },
      seen: { before: '"max_', own: "completion_", after: 'tokens" at /a' },
    });
  });

  it("does not let the common end reach into the common beginning", () => {
    expect(markDifference("aa", "aaa").seen).toEqual({ before: "aa", own: "a", after: "" });
  });

  it("marks everything of texts that share nothing, and nothing of equal ones", () => {
    expect(markDifference("1", "two").seen.own).toBe("two");
    expect(markDifference("same", "same").seen).toEqual({ before: "same", own: "", after: "" });
  });

  it("cuts no character in two", () => {
    const { expected, seen } = markDifference("\u{1F600}", "\u{1F601}");
    expect([expected.own, seen.own]).toEqual(["\u{1F600}", "\u{1F601}"]);
  });
});
