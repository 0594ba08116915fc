import { describe, expect, it } from "vitest";
import {
  expiredEntries,
  judgeExpectation,
  loadExpectations,
  parseExpectations,
  planKey,
  unknownEntries,
} from "./expected-failures.ts";
import { caseResult } from "./fixtures.ts";

const entry = {
  case: "errors.status",
  provider: "deepinfra",
  api: "openai-chat",
  mode: "ptb",
  reason: "the table is being rewritten",
  until: "2026-12-31",
} as const;

describe("the list of expected failures", () => {
  it("is readable", () => {
    expect(loadExpectations()).toEqual(expect.any(Array));
  });

  it("names file, field, given value and what is allowed", () => {
    const broken = [{ ...entry, mode: "both", note: "x", until: "soon" }];
    expect(() => parseExpectations(JSON.stringify(broken), "list.json")).toThrow(
      [
        'list.json: 0.mode: given "both", allowed: ptb or byok',
        'list.json: 0.until: given "soon", allowed: a date like 2026-12-31, after which the failure counts again',
        'list.json: 0.note: given "x", allowed: only the fields case, provider, api, mode, reason, until',
      ].join("\n"),
    );
  });

  it("refuses what is not JSON, not a list, or given twice", () => {
    expect(() => parseExpectations("[", "list.json")).toThrow(/list\.json: .*not JSON.*allowed: a JSON list/);
    expect(() => parseExpectations("{}", "list.json")).toThrow(/allowed: a list of entries/);
    expect(() => parseExpectations(JSON.stringify([entry, entry]), "list.json")).toThrow(
      "list.json: 1: given errors.status ptb deepinfra/openai-chat again, allowed: one entry each",
    );
  });
});

describe("judging by the list", () => {
  const listed = { case: entry.case, provider: entry.provider, api: entry.api, mode: entry.mode };

  it("turns a listed failure into an expected one, with its reason and date", () => {
    expect(judgeExpectation(caseResult({ ...listed, outcome: "failed" }), [entry])).toMatchObject({
      outcome: "expected-failure",
      reason: "the table is being rewritten (until 2026-12-31)",
    });
  });

  it.each(["passed", "not-applicable"] as const)("calls a listed case that is %s stale", (outcome) => {
    const judged = judgeExpectation(caseResult({ ...listed, outcome }), [entry]);
    expect(judged.outcome).toBe("unexpected-pass");
    expect(judged.reason).toContain("remove its entry from conformance/expected-failures.json");
  });

  it.each(["untested", "harness-error"] as const)("never accepts %s", (outcome) => {
    expect(judgeExpectation(caseResult({ ...listed, outcome }), [entry]).outcome).toBe(outcome);
  });

  it("leaves every other case, provider, API and mode alone", () => {
    for (const other of [
      { case: "errors.other" },
      { provider: "groq" },
      { api: "gemini" as const },
      { mode: "byok" as const },
    ]) {
      const result = caseResult({ ...listed, ...other, outcome: "failed" });
      expect(judgeExpectation(result, [entry])).toBe(result);
    }
  });

  it("finds entries that name nothing, and those past their date", () => {
    expect(unknownEntries([entry], [planKey(entry)])).toEqual([]);
    expect(unknownEntries([entry], ["errors.status byok deepinfra/openai-chat"])).toEqual([entry]);
    expect(expiredEntries([entry], "2026-12-31")).toEqual([]);
    expect(expiredEntries([entry], "2027-01-01")).toEqual([entry]);
  });
});
