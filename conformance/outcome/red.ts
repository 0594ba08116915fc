/**
 * Which results fail a run: levels decide, not taste.
 * @module
 */
import { requirement } from "../requirements/index.ts";
import type { Report, ReportedResult } from "./report-schema.ts";
import { type CaseResult, RED } from "./result.ts";

/**
 * True if the result fails the run. A case whose only failed checks are of SHOULD requirements fails under `strict`
 * alone, and one of MAY requirements never does. A failed case without a failed check is red: nothing excuses it.
 */
export function isRed(result: CaseResult, strict: boolean): boolean {
  if (result.outcome !== "failed") return RED.includes(result.outcome);
  const levels = result.checks.filter(({ ok }) => !ok).map(({ requirement: id }) => requirement(id).level);
  return levels.length === 0 || levels.some((level) => level === "MUST" || (level === "SHOULD" && strict));
}

/** True for a failed case that does not fail the run: it is shown as a warning. */
export function isWarning(result: CaseResult, strict: boolean): boolean {
  return result.outcome === "failed" && !isRed(result, strict);
}

/** The same of a result in a report, where its cause says whether it fails the run. */
export const isReportedRed = ({ causes }: Report, { cause }: ReportedResult): boolean =>
  cause !== undefined && causes[cause]?.warning === false;
