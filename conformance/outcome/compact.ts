/**
 * A result as it is written: a whole run has tens of thousands, nearly all of them passed.
 * @module
 */
import type { ReportedResult } from "./report-schema.ts";
import { type CaseResult, SKIPPED } from "./result.ts";

/** Failed checks that a result shows; the first usually explains the rest. */
const SHOWN = 5;

/** `cause` is the index of its cause, `null` where it has none. */
export function compactResult(result: CaseResult, cause: number | null): ReportedResult {
  const { area, provider, api, mode, outcome, durationMs, combinations, reason, proof, reproduce } = result;
  const failed = result.checks.filter(({ ok }) => !ok);
  const head = { case: result.case, area, provider, api, mode, outcome };
  const short: ReportedResult = { ...head, held: result.checks.length - failed.length, durationMs };
  if (combinations !== undefined && combinations > 0) short.combinations = combinations;
  if (reason !== null) short.reason = reason;
  if (outcome === "passed" || SKIPPED.includes(outcome)) return short;
  if (failed.length > 0) short.failed = failed.slice(0, SHOWN);
  if (failed.length > SHOWN) short.moreFailed = failed.length - SHOWN;
  if (cause !== null) short.cause = cause;
  return { ...short, proof, reproduce };
}

/** JSON of the report: one result a line, so that tools for lines can read it too. */
export function reportJson(report: { results: readonly object[] }): string {
  const { results, ...head } = report;
  const lines = results.map((result) => JSON.stringify(result));
  return `${JSON.stringify(head, null, 1).replace(/\n\}$/, "")},\n "results": [\n${lines.join(",\n")}\n ]\n}\n`;
}
