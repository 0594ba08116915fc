/**
 * The causes of a red run as plain text: what was expected and seen, where to look, how many others follow.
 * @module
 */
import { requirement } from "../requirements/index.ts";
import { lookText, requirementText } from "./look.ts";
import type { Paint } from "./paint.ts";
import type { Report, ReportedCause } from "./report-schema.ts";
import { type CaseResult, nameOf } from "./result.ts";
import { bounded, printable, wrap } from "./text.ts";

/** No line is wider, except a command that is to be copied. */
export const WIDTH = 110;
/** So many causes are told whole; all are in the report. */
const DETAILED = 6;
/** Then so many as a line each. */
const LISTED = 12;
const VALUE_LIMIT = 400;

function field(name: string, text: string): string[] {
  const lines = wrap(bounded(printable(text), VALUE_LIMIT), WIDTH - 14);
  return lines.map((line, index) => `    ${(index === 0 ? name : "").padEnd(10)}${line}`.trimEnd());
}

/** How an outcome is called in a heading. */
const LABELS: Partial<Record<CaseResult["outcome"], string>> = {
  untested: "UNTESTED",
  hang: "HANG",
  "unexpected-pass": "UNEXPECTED PASS",
  "harness-error": "HARNESS ERROR",
};

const labelOf = ({ warning, outcome }: ReportedCause): string =>
  warning ? "WARNING" : (LABELS[outcome] ?? "FAILED");

const plural = (number: number, one: string): string => `${number} ${one}${number === 1 ? "" : "s"}`;

/** Who fails for the same cause besides the one shown. */
export function followersText({ results, cases, places, areas }: ReportedCause): string {
  const where = places.length === 1 ? "" : ` at ${places.length} APIs of providers`;
  return `${plural(results - 1, "more result")} with the same first difference (${plural(cases, "case")}${where}: ${areas.join(", ")})`;
}

function causeLines(cause: ReportedCause, paint: Paint): string[] {
  const { check, reason, look, requirements, results, warning } = cause;
  const [first = "", ...more] = wrap(printable(`${labelOf(cause)} ${nameOf(cause)}: ${cause.title}`), WIDTH);
  const repair = check?.repair ?? null;
  const seen = check
    ? [...field("check", check.name), ...field("expected", check.expected), ...field("seen", check.seen)]
    : [];
  return [
    paint(warning ? "yellow" : "red", first),
    ...more,
    ...requirements.flatMap((id) => wrap(requirementText(id), WIDTH - 2).map((line) => `  ${line}`)),
    ...(reason === null ? [] : field("reason", reason)),
    ...seen,
    ...(look.length === 0 ? [] : field("look at", look.map(lookText).join(", then "))),
    ...(repair === null ? [] : field("repair", repair)),
    ...(results === 1 ? [] : field("followed", `by ${followersText(cause)}`)),
    `    ${"reproduce".padEnd(10)}${printable(cause.reproduce)}`,
    "",
  ];
}

function line(cause: ReportedCause): string {
  const ids = cause.requirements.map((id) => `${id} ${requirement(id).level}`).join(", ");
  const at = cause.look[0] === undefined ? "" : ` (${lookText(cause.look[0])})`;
  return bounded(printable(`  ${cause.results} × ${ids} ${nameOf(cause)}${at}`), WIDTH - 24);
}

/** Each cause once; of very many the first ones, with how many there are besides. */
export function causesText({ causes }: Report, paint: Paint): string[] {
  const rest = causes.slice(DETAILED);
  const hidden = rest.length - LISTED;
  return [
    ...causes.slice(0, DETAILED).flatMap((cause) => causeLines(cause, paint)),
    ...(rest.length === 0 ? [] : [`and ${plural(rest.length, "more cause")}, whole in the report:`]),
    ...rest.slice(0, LISTED).map(line),
    ...(hidden > 0 ? [`  … ${hidden} more`] : []),
    ...(rest.length === 0 ? [] : [""]),
  ];
}

/** @example "1 cause of 188 failures" */
export function causesCount({ causes }: Report): string[] {
  const red = causes.filter(({ warning }) => !warning);
  if (red.length === 0) return [];
  const failures = red.reduce((sum, { results }) => sum + results, 0);
  return [`${plural(red.length, "cause")} of ${plural(failures, "failure")}`];
}
