/**
 * Tests of every kind that the reporter must tell apart. Run by `run.ts` alone.
 * @module
 */
import { expect, test } from "vitest";
import { caseResult, check } from "../fixtures.ts";

test("a case that passes", ({ task }) => {
  task.meta.conformance = caseResult({ case: "errors.passes", checks: [check({ ok: true })] });
});

test("a case that fails", ({ task }) => {
  task.meta.conformance = caseResult({ case: "errors.fails", outcome: "failed", checks: [check()] });
  throw new Error("told by the report");
});

test("a case whose hook fails too", ({ task, onTestFinished }) => {
  task.meta.conformance = caseResult({ case: "errors.hook", outcome: "failed", checks: [check()] });
  onTestFinished(() => {
    throw new Error("told by vitest: the hook");
  });
  throw new Error("told by both");
});

test("a red case that threw nothing", ({ task }) => {
  task.meta.conformance = caseResult({ case: "errors.silent", outcome: "harness-error", reason: "boom" });
});

test("a case that does not apply", ({ task, skip }) => {
  task.meta.conformance = caseResult({
    case: "errors.skipped",
    outcome: "not-applicable",
    reason: "one region",
  });
  skip("one region");
});

test("a test that is no case", () => {
  expect("told by vitest").toBe("another value");
});
