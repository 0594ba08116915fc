/**
 * The report for pull requests: a summary in Markdown and annotations of the causes.
 * @module
 */
import { claimant, claimsOf, claimText } from "./conformity-text.ts";
import { lookText, requirementText } from "./look.ts";
import type { Report, ReportedCause } from "./report-schema.ts";
import { nameOf } from "./result.ts";
import { bounded, printable } from "./text.ts";

/** So many causes are told in a summary; a step summary on GitHub may not pass 1 MiB. */
const TOLD = 30;
/** GitHub shows ten annotations of a kind in a step. */
const ANNOTATED = 10;
const LIMIT = 300;

/** Text that Markdown and HTML leave as it is, in one line. */
const plain = (text: string): string =>
  bounded(printable(text).replace(/\s+/g, " "), LIMIT).replace(
    /[&<>\\`*_[\]|~#@!]/g,
    (character) => `&#${character.codePointAt(0)};`,
  );

function causeLines(cause: ReportedCause): string[] {
  const { check, reason, look, requirements, results } = cause;
  const lines = [
    ...requirements.map((id) => plain(requirementText(id))),
    ...(reason === null ? [] : [`reason: ${plain(reason)}`]),
    ...(check === null
      ? []
      : [
          `check: ${plain(check.name)}`,
          `expected: ${plain(check.expected)}`,
          `seen: ${plain(check.seen)}`,
          ...(check.repair === null ? [] : [`repair: ${plain(check.repair)}`]),
        ]),
    ...(look.length === 0 ? [] : [`look at: ${plain(look.map(lookText).join(", then "))}`]),
    `reproduce: ${plain(cause.reproduce)}`,
  ];
  const more = results === 1 ? "" : ` and ${results - 1} more`;
  return [`### ${plain(nameOf(cause))}${more}`, "", ...lines.map((line) => `- ${line}`), ""];
}

/** `summary.md`: the claims, the counts, and each cause once. Whatever was seen shows as text. */
export function renderSummary(report: Report): string {
  const { totals: t, causes } = report;
  const rest = causes.length - TOLD;
  return [
    `## Conformance: ${report.ok ? "green" : "red"}`,
    "",
    `${t.cases} results: ${t.passed} passed, ${t.failed} failed, ${t.warned} warned, ${t.expectedFailures} expected failures, ${t.notApplicable} not applicable, ${t.notObservable} not observable, ${t.untested} untested.`,
    "",
    "| about | claim |",
    "|---|---|",
    ...claimsOf(report).map((own) => `| ${plain(claimant(own))} | ${plain(claimText(report, own))} |`),
    "",
    ...causes.slice(0, TOLD).flatMap(causeLines),
    ...(rest > 0 ? [`And ${rest} more causes in result.json.`, ""] : []),
  ].join("\n");
}

/** A value in a workflow command. In properties, `:` and `,` end it as well. */
const escaped = (text: string, isProperty: boolean): string =>
  bounded(text, LIMIT).replace(
    isProperty ? /[%\r\n:,]/g : /[%\r\n]/g,
    (character) => `%${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, "0")}`,
  );

/** A workflow command per cause that has a file to look at, and for the first ones without. */
export function annotations({ causes }: Report): string[] {
  return causes.slice(0, ANNOTATED).map((cause) => {
    const [place] = cause.look;
    const { requirements, check, reason, results, warning } = cause;
    const properties = {
      ...(place === undefined ? {} : { file: place.file }),
      ...(place?.line ? { line: String(place.line) } : {}),
      title: `${requirements.join(", ")} ${cause.case}`,
    };
    const listed = Object.entries(properties).map(([name, value]) => `${name}=${escaped(value, true)}`);
    const seen =
      check === null ? (reason ?? cause.outcome) : `expected ${check.expected}, seen ${check.seen}`;
    const followers = results === 1 ? "" : ` (${results} results)`;
    const text = escaped(printable(`${nameOf(cause)}: ${seen}${followers}`), false);
    return `::${warning ? "warning" : "error"} ${listed.join(",")}::${text}`;
  });
}
