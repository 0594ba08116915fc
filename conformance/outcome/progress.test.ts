import { describe, expect, it } from "vitest";
import { caseResult, check } from "./fixtures.ts";
import { paintWith } from "./paint.ts";
import { durationText, Progress, progressPlan } from "./progress.ts";

const plain = paintWith(false);
const progressOf = (totals: Record<string, number>) =>
  new Progress({ by: "area", totals }, { strict: false, startedAt: 1000, paint: plain });
const failed = (id = "errors.status") =>
  caseResult({ case: id, outcome: "failed", checks: [check({ requirement: "ERR-01" })] });

describe("the plan of the progress", () => {
  const item = (provider: string, area: string) => ({ provider, area, api: "openai-chat" });

  it("goes by areas at a few APIs of providers, and by these where there are many", () => {
    expect(progressPlan([item("groq", "cost"), item("groq", "errors"), item("xai", "cost")])).toEqual({
      by: "area",
      totals: { cost: 2, errors: 1 },
    });
    const many = ["groq", "xai", "openai", "mistral"].map((slug) => item(slug, "cost"));
    expect(progressPlan(many)).toMatchObject({ by: "place", totals: { "groq/openai-chat": 1 } });
  });
});

describe("the progress of a run", () => {
  it("says an area once it is done, with counts, position and time", () => {
    const progress = progressOf({ errors: 3, cost: 1 });
    const lines = [
      caseResult(),
      caseResult({ outcome: "not-applicable" }),
      caseResult({ area: "cost" }),
      caseResult(),
    ].map((result, index) => progress.add(result, 2000 + index * 1000));
    expect(lines).toEqual([
      [],
      [],
      ["  cost        1 passed  3 of 4, 3 s"],
      ["  errors      2 passed, 1 n/a  4 of 4, 4 s"],
    ]);
  });

  it("tells the first failures as they come, bounded in number, in width and in what a terminal acts on", () => {
    const progress = progressOf({ errors: 20 });
    const hostile = caseResult({
      outcome: "failed",
      checks: [check({ requirement: "ERR-01", seen: `\u001b[2J${"x".repeat(500)}` })],
    });
    const lines = Array.from({ length: 9 }, () => progress.add(hostile, 1000)).flat();
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(
      /^ {2}FAILED deepinfra\/openai-chat ptb errors\.status: ERR-01 MUST: expected 429/,
    );
    expect(lines.every((line) => line.length < 200 && !line.includes("\u001b"))).toBe(true);
    expect(lines.at(-1)).toBe("  further failures are told at the end");
  });

  it("counts failures in the line of their area", () => {
    const progress = progressOf({ errors: 2 });
    progress.add(failed(), 1000);
    expect(progress.add(caseResult(), 1000)).toEqual(["  errors      1 passed, 1 failed  2 of 2, 0 s"]);
  });

  it("gives a sign of life after fifteen seconds without a line", () => {
    const progress = progressOf({ errors: 100 });
    expect(progress.add(caseResult(), 15_999)).toEqual([]);
    expect(progress.add(caseResult(), 16_000)).toEqual(["  … 2 of 100, 15 s"]);
    expect(progress.add(caseResult(), 17_000)).toEqual([]);
  });
});

describe("a duration in words", () => {
  it.each([
    [499, "0 s"],
    [59_400, "59 s"],
    [110_000, "1 min 50 s"],
  ])("says %d ms as %s", (milliseconds, text) => {
    expect(durationText(milliseconds)).toBe(text);
  });
});
