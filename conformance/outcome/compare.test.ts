import { describe, expect, it } from "vitest";
import { compareReports } from "./compare.ts";
import { caseResult, check } from "./fixtures.ts";
import { buildReport } from "./report.ts";
import type { CaseResult } from "./result.ts";

const meta = { command: "npm test", seed: 7, strict: false };
const failed = (id: string): CaseResult =>
  caseResult({ case: id, outcome: "failed", checks: [check({ requirement: "ERR-01" })] });
const report = (results: CaseResult[], more = {}) => buildReport(results, { ...meta, ...more });
const passed = (id: string, durationMs = 4) => caseResult({ case: id, durationMs });

describe("the comparison of two runs", () => {
  it("names what turned red and green, and what a new case brought", () => {
    const before = report([passed("errors.a"), failed("errors.b"), passed("errors.gone")]);
    const after = report([failed("errors.a"), passed("errors.b"), failed("errors.c"), passed("errors.d")]);
    const { red, green, added, gone } = compareReports(before, after);
    expect(red.map((change) => [change.case, change.before, change.after])).toEqual([
      ["errors.a", "passed", "failed"],
      ["errors.c", "not there", "failed"],
    ]);
    expect(green.map((change) => change.case)).toEqual(["errors.b"]);
    expect([added, gone]).toEqual([2, 1]);
  });

  it("calls slower what takes twice as long and a quarter of a second more, the worst first", () => {
    const before = report([passed("errors.a", 100), passed("errors.b", 1000), passed("errors.c", 4)]);
    const after = report([passed("errors.a", 351), passed("errors.b", 2100), passed("errors.c", 200)]);
    expect(compareReports(before, after).slower).toMatchObject([
      { case: "errors.b", before: "1000 ms", after: "2100 ms" },
      { case: "errors.a", before: "100 ms", after: "351 ms" },
    ]);
  });

  it("does not take a warning for a failure", () => {
    const warned = caseResult({ outcome: "failed", checks: [check({ requirement: "RTE-08" })] });
    expect(compareReports(report([caseResult()]), report([warned])).red).toEqual([]);
  });

  it("says where the runs are not alike", () => {
    const { caveats } = compareReports(report([], { seed: 8, every: 12 }), report([]));
    expect(caveats).toEqual([
      "the earlier run had seed 8",
      "the earlier run tried one in 12 combinations, this one one in 1",
    ]);
  });
});
