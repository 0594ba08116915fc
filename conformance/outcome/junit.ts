/**
 * The report as JUnit XML: a suite per API of a provider, so that CI systems show what they know how to show.
 * @module
 */
import { requirement } from "../requirements/index.ts";
import { claimant, claimsOf, claimText } from "./conformity-text.ts";
import { isReportedRed } from "./red.ts";
import type { Conformity, Report, ReportedResult } from "./report-schema.ts";
import { placeOf, SKIPPED } from "./result.ts";
import { printable } from "./text.ts";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escaped = (text: string): string =>
  printable(text).replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

/** Line ends in an attribute would be read as blanks, unless they are written as references. */
const attribute = (text: string): string => escaped(text).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

/** Of a follower only its first difference: its cause tells the rest. */
const followersOf = (report: Report, { cause }: ReportedResult): string[] => {
  const own = cause === undefined ? undefined : report.causes[cause];
  return own === undefined || own.results === 1
    ? []
    : [`same cause: ${own.case} [${own.mode}], ${own.results} results`];
};

function details(report: Report, result: ReportedResult): string {
  const { failed = [], moreFailed = 0, reason, reproduce } = result;
  return [
    ...(reason === undefined ? [] : [`reason: ${reason}`]),
    ...failed.flatMap((check) => [
      `${check.requirement} ${requirement(check.requirement).title}: ${check.name}`,
      `expected: ${check.expected}`,
      `seen: ${check.seen}`,
      ...(check.repair === null ? [] : [`repair: ${check.repair}`]),
    ]),
    ...(moreFailed === 0 ? [] : [`and ${moreFailed} more failed checks`]),
    ...followersOf(report, result),
    ...(reproduce === undefined ? [] : [`reproduce: ${reproduce}`]),
  ].join("\n");
}

/** One line for lists: which requirements, or why. */
function message({ failed = [], reason, outcome }: ReportedResult): string {
  const names = failed.map((check) => `${check.requirement} ${check.name}`);
  return names.length === 0 ? (reason ?? outcome) : names.join("; ");
}

const because = ({ reason, outcome }: ReportedResult): string => attribute(reason ?? outcome);

const isSkipped = ({ outcome: seen }: ReportedResult): boolean =>
  seen === "expected-failure" || SKIPPED.includes(seen);

function outcome(report: Report, result: ReportedResult): string {
  if (isSkipped(result)) {
    return `<skipped message="${result.outcome}: ${because(result)}"/>`;
  }
  if (result.outcome === "passed") return "";
  const text = escaped(details(report, result));
  if (!isReportedRed(report, result)) return `<system-out>warning: ${text}</system-out>`;
  const tag = result.outcome === "harness-error" ? "error" : "failure";
  const head = `type="${result.outcome}" message="${attribute(message(result))}"`;
  return `<${tag} ${head}>${text}</${tag}>`;
}

function testCase(report: Report, result: ReportedResult): string {
  const title = report.cases[result.case]?.title ?? "";
  const name = attribute(`${result.case} [${result.mode}]: ${title}`);
  const className = attribute(`${result.provider}.${result.api}.${result.area}`);
  const head = `    <testcase name="${name}" classname="${className}" time="${seconds(result.durationMs)}"`;
  const inner = outcome(report, result);
  return inner === "" ? `${head}/>` : `${head}>${inner}</testcase>`;
}

function counts(report: Report, results: readonly ReportedResult[]): string {
  const red = results.filter((result) => isReportedRed(report, result));
  const errors = red.filter((result) => result.outcome === "harness-error").length;
  const skipped = results.filter(isSkipped).length;
  const time = seconds(results.reduce((sum, result) => sum + result.durationMs, 0));
  const failures = red.length - errors;
  return `tests="${results.length}" failures="${failures}" errors="${errors}" skipped="${skipped}" time="${time}"`;
}

/** What may be claimed about the API and the provider of a suite, and about all of them. */
function properties(report: Report, first: ReportedResult | undefined): string[] {
  const { set } = report.conformance;
  const isAbout = ({ provider, api }: Conformity) =>
    provider === null || (provider === first?.provider && (api === null || api === first?.api));
  const own = claimsOf(report).filter(isAbout);
  return [
    "    <properties>",
    ...own.map(
      (claim) =>
        `      <property name="${attribute(`${set}: ${claimant(claim)}`)}" value="${attribute(claimText(report, claim))}"/>`,
    ),
    "    </properties>",
  ];
}

/** The report as JUnit XML. Untested cases and unexpected passes are failures; warnings pass with their text. */
export function renderJunit(report: Report): string {
  const { results } = report;
  const suites = [...new Set(results.map(placeOf))].flatMap((place) => {
    const own = results.filter((result) => placeOf(result) === place);
    return [
      `  <testsuite name="${attribute(place)}" ${counts(report, own)}>`,
      ...properties(report, own[0]),
      ...own.map((result) => testCase(report, result)),
      "  </testsuite>",
    ];
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="conformance" ${counts(report, results)}>`,
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
}
