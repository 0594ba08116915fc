/**
 * What the watcher says.
 * @module
 */
import { causesText } from "../../../conformance/outcome/causes-text.ts";
import type { Paint } from "../../../conformance/outcome/paint.ts";
import { isRed } from "../../../conformance/outcome/red.ts";
import { buildReport, type ReportMeta } from "../../../conformance/outcome/report.ts";
import { type CaseResult, SKIPPED } from "../../../conformance/outcome/result.ts";
import type { Planned } from "./protocol.ts";

const FILES = 3;
const NAMES = 6;

const some = (names: readonly string[], most: number): string =>
  names.length <= most
    ? names.join(", ")
    : `${names.slice(0, most).join(", ")} and ${names.length - most} more`;

/** @example "saved registry/providers/groq/index.ts: concerns groq" */
export function savedText(
  files: readonly string[],
  providers: readonly string[],
  areas: readonly string[] | null,
): string {
  const of = areas === null ? "" : `, ${areas.join(", ")}`;
  return `saved ${some(files, FILES)}: concerns ${some(providers, NAMES)}${of}`;
}

export const secondsText = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

interface Verdict {
  results: readonly CaseResult[];
  planned: Planned;
  /** Since the file was saved. */
  ms: number;
  strict: boolean;
  paint: Paint;
}

function counts(results: readonly CaseResult[], strict: boolean, paint: Paint): string {
  const red = results.filter((result) => isRed(result, strict)).length;
  const skipped = results.filter(({ outcome }) => SKIPPED.includes(outcome)).length;
  const passed = `${results.length - red - skipped} passed`;
  const failed = red === 0 ? paint("green", "0 failed") : paint("red", `${red} failed`);
  return [passed, failed, ...(skipped === 0 ? [] : [`${skipped} n/a`])].join(", ");
}

/** The verdict of what went first. @example "first 40 of 1793 runs (1 red the last time, 39 as a sample): 40 passed, 0 failed; 1.4 s" */
export function firstText({ results, planned, ms, strict, paint }: Verdict): string {
  const what = [
    ...(planned.red === 0 ? [] : [`${planned.red} red the last time`]),
    `${planned.sample} as a sample`,
  ].join(", ");
  const rest = planned.all > results.length ? "; the rest runs now" : "";
  return `  first ${results.length} of ${planned.all} runs (${what}): ${counts(results, strict, paint)}; ${secondsText(ms)}${rest}`;
}

/** The verdict of everything that was concerned. */
export const wholeText = ({ results, ms, strict, paint }: Verdict): string =>
  `  all ${results.length} runs: ${counts(results, strict, paint)}; ${secondsText(ms)}`;

/** The causes of what is red, as `npm test` tells them; nothing where all is well. */
export function redText(results: readonly CaseResult[], meta: ReportMeta, paint: Paint): string[] {
  const red = results.filter((result) => isRed(result, meta.strict));
  return red.length === 0 ? [] : causesText(buildReport(red, meta), paint);
}
