/**
 * What two runs differ in: what turned red, what turned green, what became slower, what came and went.
 * @module
 */
import { isReportedRed } from "./red.ts";
import type { Report, ReportedResult } from "./report-schema.ts";
import { nameOf } from "./result.ts";

/** A result that both runs have, or one of them. */
export interface Change {
  name: string;
  case: string;
  before: string;
  after: string;
}

export interface Comparison {
  /** How the earlier run was started. */
  command: string;
  red: Change[];
  green: Change[];
  /** Milliseconds before and after. */
  slower: Change[];
  added: number;
  gone: number;
  /** Why the two runs are not quite comparable, in words. */
  caveats: string[];
}

/** Slower by a factor and by an amount: either alone is the noise of a busy machine. */
const SLOWER_FACTOR = 2;
const SLOWER_MS = 250;

const byName = (results: readonly ReportedResult[]): Map<string, ReportedResult> =>
  new Map(results.map((result) => [nameOf(result), result]));

/** Compares a report with an earlier one. */
export function compareReports(before: Report, after: Report): Comparison {
  const earlier = byName(before.results);
  const later = byName(after.results);
  const both = [...later].flatMap(([name, result]) => {
    const was = earlier.get(name);
    return was === undefined ? [] : [{ name, was, is: result }];
  });
  const fresh = [...later].filter(([name]) => !earlier.has(name));
  const change = (name: string, id: string, from: string, to: string): Change => ({
    name,
    case: id,
    before: from,
    after: to,
  });
  const wasRed = (result: ReportedResult): boolean => isReportedRed(before, result);
  const isRed = (result: ReportedResult): boolean => isReportedRed(after, result);
  return {
    command: before.command,
    red: [
      ...both
        .filter(({ was, is }) => !wasRed(was) && isRed(is))
        .map(({ name, was, is }) => change(name, is.case, was.outcome, is.outcome)),
      ...fresh
        .filter(([, result]) => isRed(result))
        .map(([name, result]) => change(name, result.case, "not there", result.outcome)),
    ],
    green: both
      .filter(({ was, is }) => wasRed(was) && !isRed(is))
      .map(({ name, was, is }) => change(name, is.case, was.outcome, is.outcome)),
    slower: both
      .filter(
        ({ was, is }) =>
          is.durationMs > SLOWER_FACTOR * was.durationMs && is.durationMs - was.durationMs > SLOWER_MS,
      )
      .sort((a, b) => b.is.durationMs - b.was.durationMs - (a.is.durationMs - a.was.durationMs))
      .map(({ name, was, is }) => change(name, is.case, `${was.durationMs} ms`, `${is.durationMs} ms`)),
    added: fresh.length,
    gone: [...earlier.keys()].filter((name) => !later.has(name)).length,
    caveats: [
      ...(before.target === after.target ? [] : [`the earlier run tested ${before.target}`]),
      ...(before.seed === after.seed ? [] : [`the earlier run had seed ${before.seed}`]),
      ...(before.every === after.every
        ? []
        : [`the earlier run tried one in ${before.every} combinations, this one one in ${after.every}`]),
    ],
  };
}
