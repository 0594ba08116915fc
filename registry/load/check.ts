/**
 * Everything that is wrong with the data of this registry, with what to do about it.
 * @module
 */
import { exceptionsIn } from "../lint/exceptions.ts";
import { type Finding, LINT_RULES, type LintRule, unexcused } from "../lint/finding.ts";
import { lint } from "../lint/lint.ts";
import { type RegistrySource, registrySource } from "../registry.ts";
import { findProblems, ownProblems } from "./open.ts";
import { type Problem, shown } from "./problem.ts";
import { repairOf, repairOfSlip, shortAllowed } from "./repair.ts";

/** A problem that a person reads: what is allowed in a few words, and what to do. */
export interface Told extends Problem {
  repair: string | null;
}

const toldFinding = ({ rule, where, given, allowed }: Finding): Told => ({
  file: where.file,
  entry: where.id,
  field: where.field,
  given,
  allowed: `${allowed} (${LINT_RULES[rule]})`,
  repair: rule === "unit-slip" ? repairOfSlip(given) : repairOfFinding(rule),
});

/** Most findings can be meant; what an exception is about, or a fact without evidence, cannot. */
const NEVER_MEANT: readonly LintRule[] = [
  "exception-expired",
  "exception-unused",
  "no-evidence",
  "reverify-too-late",
  "limit-above-context",
];

const repairOfFinding = (rule: LintRule): string | null =>
  NEVER_MEANT.includes(rule)
    ? null
    : `correct it, or say beside the endpoint why it is meant: excused: [{ rule: "${rule}", reason, expires }]`;

/** A slip of units makes its neighbours look dear: they are not what is wrong. */
function withoutEchoes(findings: readonly Finding[]): Finding[] {
  const slipped = findings.filter(({ rule }) => rule === "unit-slip").map(({ where }) => where.id);
  return findings.filter(
    ({ rule, allowed, where }) =>
      rule === "unit-slip" ||
      !slipped.some((id) => allowed.includes(`(${id})`) || (where.id === id && /far-apart|cache/.test(rule))),
  );
}

/** One price is far from those of a dozen neighbours: what a rule finds in an entry is told once. */
function toldOnce(findings: readonly Finding[]): Finding[] {
  const told = new Set<string>();
  return findings.filter(({ rule, where }) => {
    const name = `${rule} ${where.id}`;
    const isNew = !told.has(name);
    told.add(name);
    return isNew;
  });
}

/**
 * Problems of form; where there are none, implausible values that no exception excuses.
 * @param today ISO date that days to look again are compared with
 */
export function checkSource(today: string, source: RegistrySource = registrySource): Told[] {
  const problems = source === registrySource ? ownProblems() : findProblems(source);
  if (problems.length > 0)
    return problems.map((problem) => ({
      ...problem,
      allowed: shortAllowed(problem.allowed),
      repair: repairOf(problem, source),
    }));
  return toldOnce(withoutEchoes(unexcused(lint(source), exceptionsIn(source), today))).map(toldFinding);
}

/** @example "registry/x.ts:12 \"m:p\" pricing.0.usdPerMillion.input: given 0.1, allowed: …; write it as text: \"0.1\"" */
export const toldText = ({ file, entry, field, given, allowed, repair }: Told, line: number | null): string =>
  `${file}${line === null ? "" : `:${line}`}${entry === undefined ? "" : ` "${entry}"`} ${field}: given ${shown(given)}, allowed: ${allowed}${repair === null ? "" : `; ${repair}`}`;
