/**
 * The report model: from the results of a run to the one plain value that console, JSON and JUnit render.
 * @module
 */
import { AREAS, MODES } from "../engine/case.ts";
import { LEVELS, notCovered, notCoveredReason, requirement, requirementIds } from "../requirements/index.ts";
import { newest } from "../requirements/sets/index.ts";
import type { TargetDescription } from "../targets/target.ts";
import { type Cause, causesOf } from "./cause.ts";
import { compactResult } from "./compact.ts";
import { conformityOf, type Whole } from "./conformity.ts";
import { grouped } from "./grouped.ts";
import { lookAt, type Sources } from "./look.ts";
import { isWeaker, type ProofKind, recordingsUsed } from "./proof-level.ts";
import { isRed, isWarning } from "./red.ts";
import {
  type ContractFigures,
  type Counts,
  type GeneratedProof,
  type Report,
  type ReportedCause,
  SCHEMA_VERSION,
  type SuiteProof,
} from "./report-schema.ts";
import { BREACH, type CaseResult, nameOf, placeOf } from "./result.ts";

export interface ReportMeta {
  /** What the user typed. */
  command: string;
  seed: number;
  strict: boolean;
  /** Of many combinations only every n-th was tried; 1, all in every run, unless told. */
  every?: number;
  /** How much a run of everything has; unknown unless told, and then nothing is claimed. */
  whole?: Whole | null;
  /** What the run found out about the suite itself; not run unless told. */
  suiteProof?: SuiteProof;
  /** What generated defects said of it the last time; never planted unless told. */
  generatedProof?: GeneratedProof | null;
  /** The files of the checkout; without them no cause says where to look. */
  sources?: Sources | null;
  /** The gateways under test, as they describe themselves. */
  targets?: readonly Pick<TargetDescription, "name" | "identity" | "policies">[];
  /** What contracts were asked, and what came of generated conversations; unknown unless told. */
  judged?: Judgement | null;
  /** A proof level below this one fails the run. */
  minProof?: ProofKind | null;
}

/** What tests say about contracts. */
export type Judgement = Omit<ContractFigures, "violations">;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Provider and API, then area and mode in the order of the requirements, then case id: the same in every run. */
function inOrder(a: CaseResult, b: CaseResult): number {
  return (
    byText(a.provider, b.provider) ||
    byText(a.api, b.api) ||
    AREAS.indexOf(a.area) - AREAS.indexOf(b.area) ||
    byText(a.case, b.case) ||
    MODES.indexOf(a.mode) - MODES.indexOf(b.mode) ||
    byText(a.target, b.target)
  );
}

function countsOf(results: readonly CaseResult[], strict: boolean): Counts {
  const number = (holds: (result: CaseResult) => boolean): number => results.filter(holds).length;
  return {
    cases: results.length,
    passed: number(({ outcome }) => outcome === "passed"),
    failed: number((result) => isRed(result, strict) && result.outcome !== "untested"),
    warned: number((result) => isWarning(result, strict)),
    expectedFailures: number(({ outcome }) => outcome === "expected-failure"),
    notApplicable: number(({ outcome }) => outcome === "not-applicable"),
    notObservable: number(({ outcome }) => outcome === "not-observable"),
    untested: number(({ outcome }) => outcome === "untested"),
  };
}

function groupsOf(results: readonly CaseResult[], strict: boolean): Report["groups"] {
  return [...grouped(results, placeOf).values()].flatMap((here) => {
    const [{ provider, api }] = here;
    const byKind = grouped(here, ({ area, mode }) => `${area} ${mode}`);
    return AREAS.flatMap((area) =>
      MODES.flatMap((mode) => {
        const own = byKind.get(`${area} ${mode}`);
        return own === undefined ? [] : [{ provider, api, area, mode, counts: countsOf(own, strict) }];
      }),
    );
  });
}

function requirementsOf(results: readonly CaseResult[]): Report["requirements"] {
  const checks = results.flatMap((result) => result.checks);
  return requirementIds.flatMap((id) => {
    const own = checks.filter((check) => check.requirement === id);
    if (own.length === 0) return [];
    const passed = own.filter(({ ok }) => ok).length;
    const { level, title } = requirement(id);
    return [{ id, level, title, passed, failed: own.length - passed }];
  });
}

function levelsOf(requirements: Report["requirements"]): Report["levels"] {
  return LEVELS.flatMap((level) => {
    const own = requirements.filter((entry) => entry.level === level);
    if (own.length === 0) return [];
    return [{ level, passed: own.filter(({ failed }) => failed === 0).length, checked: own.length }];
  });
}

/** Each value once, in the order in which they come. */
const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

function reportedCause(cause: Cause, running: readonly string[], sources: Sources | null): ReportedCause {
  const { first, results, check, warning, requirements } = cause;
  const { provider, api, mode, outcome, reason, title, reproduce, exchange } = first;
  return {
    warning,
    requirements,
    outcome,
    check,
    reason,
    look: sources === null ? [] : lookAt(cause, running, sources),
    case: first.case,
    title,
    provider,
    api,
    mode,
    reproduce,
    ...(exchange === undefined || exchange.length === 0 ? {} : { exchange }),
    results: results.length,
    cases: distinct(results.map((result) => result.case)).length,
    places: distinct(results.map(placeOf)),
    areas: AREAS.filter((area) => results.some((result) => result.area === area)),
  };
}

const factsOf = ({ title, requirements, area }: CaseResult): Report["cases"][string] => ({
  title,
  requirements,
  area,
});

/** Checks that failed since a provider would have refused what it got. */
const violationsIn = (results: readonly CaseResult[]): number =>
  results.flatMap(({ checks }) => checks).filter(({ name, ok }) => name === BREACH && !ok).length;

/** Builds the report of a run. Pure, and independent of the order in which the results came in. */
export function buildReport(unsorted: readonly CaseResult[], meta: ReportMeta): Report {
  const { command, seed, strict, every = 1, whole = null, suiteProof = "not run" } = meta;
  const { sources = null, targets = [], minProof = null, judged = null, generatedProof = null } = meta;
  const results = [...unsorted].sort(inOrder);
  const requirements = requirementsOf(results);
  const causes = causesOf(results, strict);
  const causeOf = new Map(causes.flatMap((cause, index) => cause.results.map((result) => [result, index])));
  const running = distinct(results.map(({ provider }) => provider));
  const named = (outcome: CaseResult["outcome"]): string[] =>
    results.filter((result) => result.outcome === outcome).map(nameOf);
  const conformance = conformityOf(results, newest, whole, causes);
  const weak =
    minProof === null
      ? []
      : conformance.providers.flatMap(({ provider, proof }) =>
          isWeaker(proof, minProof) ? (provider ?? []) : [],
        );
  return {
    schemaVersion: SCHEMA_VERSION,
    command,
    target: [...new Set(results.map(({ target }) => target))].sort(byText).join(", "),
    targets: targets.map(({ name, identity, policies }) => ({ name, identity, policies })),
    seed,
    every,
    strict,
    ...(minProof === null ? {} : { minProof, belowMinProof: weak }),
    ok: weak.length === 0 && !results.some((result) => isRed(result, strict)),
    totals: countsOf(results, strict),
    groups: groupsOf(results, strict),
    unexpectedPasses: named("unexpected-pass"),
    harnessErrors: named("harness-error"),
    requirements,
    levels: levelsOf(requirements),
    notCovered: notCovered().map((id) => ({ id, reason: notCoveredReason(id) ?? "" })),
    combinations: results.reduce((sum, { combinations = 0 }) => sum + combinations, 0),
    ...(judged === null ? {} : { contracts: { ...judged, violations: violationsIn(results) } }),
    proof: recordingsUsed(results),
    suiteProof,
    ...(generatedProof === null ? {} : { generatedProof }),
    conformance,
    causes: causes.map((cause) => reportedCause(cause, running, sources)),
    cases: Object.fromEntries(results.map((result) => [result.case, factsOf(result)])),
    results: results.map((result) => compactResult(result, causeOf.get(result) ?? null)),
  };
}
