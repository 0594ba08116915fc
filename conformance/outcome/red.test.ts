import { describe, expect, it } from "vitest";
import { caseResult, check } from "./fixtures.ts";
import { isRed, isWarning } from "./red.ts";

const should = check({ requirement: "RTE-08" });
const must = check({ requirement: "ERR-02" });

describe("what turns a run red", () => {
  it.each(["unexpected-pass", "untested", "harness-error"] as const)("is %s", (outcome) => {
    expect(isRed(caseResult({ outcome }), false)).toBe(true);
  });

  it.each(["passed", "expected-failure", "not-applicable"] as const)("is not %s", (outcome) => {
    expect(isRed(caseResult({ outcome, checks: [must] }), true)).toBe(false);
  });

  it("is a failed MUST, strict or not", () => {
    const result = caseResult({ outcome: "failed", checks: [should, must] });
    expect(isRed(result, false)).toBe(true);
    expect(isRed(result, true)).toBe(true);
  });

  it("is a failed SHOULD only under strict; otherwise it warns", () => {
    const result = caseResult({ outcome: "failed", checks: [should, check({ ok: true })] });
    expect(isRed(result, false)).toBe(false);
    expect(isWarning(result, false)).toBe(true);
    expect(isRed(result, true)).toBe(true);
    expect(isWarning(result, true)).toBe(false);
  });

  it("is a failure that no check explains", () => {
    expect(isRed(caseResult({ outcome: "failed" }), false)).toBe(true);
  });
});
