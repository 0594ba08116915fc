/**
 * The report as JUnit XML: a suite per API of a provider and area, so that CI systems show what they know how to show.
 * @module
 */
import { requirement } from "../requirements/index.ts";
import { claimant, claimsOf, claimText } from "./conformity-text.ts";
import { isRed } from "./red.ts";
import type { Conformity, Report } from "./report-schema.ts";
import { type CaseResult, placeOf } from "./result.ts";
import { printable } from "./text.ts";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escaped = (text: string): string =>
  printable(text).replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

/** Line ends in an attribute would be read as blanks, unless they are written as references. */
const attribute = (text: string): string => escaped(text).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

function details(result: CaseResult): string {
  const failed = result.checks.filter(({ ok }) => !ok);
  return [
    ...(result.reason === null ? [] : [`reason: ${result.reason}`]),
    ...failed.flatMap((check) => [
      `${check.requirement} ${requirement(check.requirement).title}: ${check.name}`,
      `expected: ${check.expected}`,
      `seen: ${check.seen}`,
      ...(check.repair === null ? [] : [`repair: ${check.repair}`]),
    ]),
    `reproduce: ${result.reproduce}`,
  ].join("\n");
}

/** One line for lists: which requirements, or why. */
function message(result: CaseResult): string {
  const failed = result.checks.filter(({ ok }) => !ok);
  const names = failed.map((check) => `${check.requirement} ${check.name}`);
  return names.length === 0 ? (result.reason ?? result.outcome) : names.join("; ");
}

const because = ({ reason, outcome }: CaseResult): string => attribute(reason ?? outcome);

function outcome(result: CaseResult, strict: boolean): string {
  if (result.outcome === "expected-failure" || result.outcome === "not-applicable") {
    return `<skipped message="${result.outcome}: ${because(result)}"/>`;
  }
  if (result.outcome === "passed") return "";
  if (!isRed(result, strict)) return `<system-out>warning: ${escaped(details(result))}</system-out>`;
  const tag = result.outcome === "harness-error" ? "error" : "failure";
  const head = `type="${result.outcome}" message="${attribute(message(result))}"`;
  return `<${tag} ${head}>${escaped(details(result))}</${tag}>`;
}

function testCase(result: CaseResult, strict: boolean): string {
  const name = attribute(`${result.case} [${result.mode}]`);
  const className = attribute(`${result.provider}.${result.api}.${result.area}`);
  const head = `    <testcase name="${name}" classname="${className}" time="${seconds(result.durationMs)}"`;
  const inner = outcome(result, strict);
  return inner === "" ? `${head}/>` : `${head}>${inner}</testcase>`;
}

function counts(results: readonly CaseResult[], strict: boolean): string {
  const red = results.filter((result) => isRed(result, strict));
  const errors = red.filter((result) => result.outcome === "harness-error").length;
  const skipped = results.filter(
    (result) => result.outcome === "expected-failure" || result.outcome === "not-applicable",
  ).length;
  const time = seconds(results.reduce((sum, result) => sum + result.durationMs, 0));
  const failures = red.length - errors;
  return `tests="${results.length}" failures="${failures}" errors="${errors}" skipped="${skipped}" time="${time}"`;
}

/** What may be claimed about the API and the provider of a suite, and about all of them. */
function properties(report: Report, first: CaseResult | undefined): string[] {
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
  const { results, strict } = report;
  const suiteOf = (result: CaseResult) => `${placeOf(result)}/${result.area}`;
  const names = [...new Set(results.map(suiteOf))];
  const suites = names.flatMap((name) => {
    const own = results.filter((result) => suiteOf(result) === name);
    return [
      `  <testsuite name="${attribute(name)}" ${counts(own, strict)}>`,
      ...properties(report, own[0]),
      ...own.map((result) => testCase(result, strict)),
      "  </testsuite>",
    ];
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="conformance" ${counts(results, strict)}>`,
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
}
