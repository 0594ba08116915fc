/**
 * What a run may claim: per API of a provider, per provider and in total, whether the requirements of a frozen set held.
 * @module
 */
import { MODES, type Mode } from "../engine/case.ts";
import { LEVELS, type RequirementId } from "../requirements/index.ts";
import type { FrozenSet } from "../requirements/sets/set.ts";
import { counted } from "../requirements/sets/set.ts";
import type { Cause } from "./cause.ts";
import { grouped } from "./grouped.ts";
import { recordingsUsed } from "./proof-level.ts";
import type { Conformity, Report } from "./report-schema.ts";
import { type CaseResult, nameOf, placeOf } from "./result.ts";

/** How much there is to run; a run of less claims nothing. */
export interface Whole {
  /** The tested APIs of every provider. */
  apis: Readonly<Record<string, readonly string[]>>;
  /** Cases of each mode on one API, those included that turn out not to apply. */
  runs: Readonly<Record<Mode, number>>;
  /** Runs on APIs that have cases of their own, in both modes together. */
  runsOn?: Readonly<Record<string, number>>;
  /** Cases about the gateway itself, by id and number of runs: a whole run has each once, at whichever provider. */
  once?: { cases: readonly string[]; runs: number };
}

/** Outcomes that leave all requirements of a case unproven, whatever its checks said. */
const UNPROVEN: readonly CaseResult["outcome"][] = ["untested", "harness-error", "unexpected-pass", "hang"];

function brokenBy(result: CaseResult): readonly RequirementId[] {
  const failed = result.checks.filter(({ ok }) => !ok).map(({ requirement }) => requirement);
  const isFailed = result.outcome === "failed" || result.outcome === "expected-failure";
  // A failure that names nothing is one of everything that the case is about.
  if (UNPROVEN.includes(result.outcome) || (isFailed && failed.length === 0)) {
    return [...result.requirements, ...failed];
  }
  return failed;
}

const runsOf = (results: readonly CaseResult[]): number => new Set(results.map(nameOf)).size;

const inScope =
  (scope: Pick<Conformity, "provider" | "api">) =>
  ({ provider, api }: CaseResult): boolean =>
    (scope.provider ?? provider) === provider && (scope.api ?? api) === api;

function judged(
  scope: Pick<Conformity, "provider" | "api">,
  set: FrozenSet,
  results: readonly CaseResult[],
  { ofRuns, isCounted = () => true }: { ofRuns: number; isCounted?: (result: CaseResult) => boolean },
  causes: readonly Cause[],
): Conformity {
  const broken = new Set(results.flatMap(brokenBy));
  const ofCauses = new Set(
    causes.filter((cause) => cause.results.some(inScope(scope))).flatMap(({ requirements }) => requirements),
  );
  const checked = new Set(results.flatMap(({ checks }) => checks.map(({ requirement }) => requirement)));
  const levels = LEVELS.flatMap((level) => {
    const ids = counted(set, level).filter((id) => broken.has(id) || checked.has(id));
    return ids.length === 0
      ? []
      : [{ level, held: ids.filter((id) => !broken.has(id)).length, applicable: ids.length }];
  });
  const named = LEVELS.flatMap((level) => counted(set, level));
  const unchecked = named.filter((id) => !broken.has(id) && !checked.has(id));
  const hidden = new Set(
    results.filter(({ outcome }) => outcome === "not-observable").flatMap(({ requirements }) => requirements),
  );
  const notObservable = unchecked.filter((id) => hidden.has(id));
  const musts = counted(set, "MUST");
  // A provider need not have everything; but what no provider was asked about, nobody may claim.
  const isHeld =
    !musts.some((id) => broken.has(id)) &&
    (scope.provider !== null || !musts.some((id) => unchecked.includes(id) && !hidden.has(id)));
  const runs = runsOf(results.filter(isCounted));
  const held = musts.some((id) => notObservable.includes(id)) ? "conforms where observable" : "conforms";
  return {
    ...scope,
    verdict: ofRuns === 0 || runs < ofRuns ? "partly run" : isHeld ? held : "does not conform",
    levels,
    broken: named.filter((id) => broken.has(id)),
    causes: named.filter((id) => broken.has(id) && ofCauses.has(id)),
    notApplicable: unchecked.filter((id) => !hidden.has(id)),
    notObservable,
    runs,
    ofRuns,
    proof: recordingsUsed(results),
  };
}

/** Judges results by a set; `causes` say which broken requirements come first. Without `whole` nobody knows what is missing, and nothing is claimed. */
export function conformityOf(
  results: readonly CaseResult[],
  set: FrozenSet,
  whole: Whole | null,
  causes: readonly Cause[] = [],
): Report["conformance"] {
  const once = new Set(whole?.once?.cases);
  const usual = MODES.reduce((sum, mode) => sum + (whole?.runs[mode] ?? 0), 0);
  const runsOn = (api: string): number => whole?.runsOn?.[api] ?? usual;
  const isCounted = (result: CaseResult): boolean => !once.has(result.case);
  const ofProvider = grouped(results, ({ provider }) => provider);
  const runsAt = (provider: string): number =>
    (whole?.apis[provider] ?? []).reduce((sum, api) => sum + runsOn(api), 0);
  const all = Object.keys(whole?.apis ?? {});
  return {
    set: set.name,
    apis: [...grouped(results, placeOf)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, own]) => {
        const [{ provider, api }] = own;
        return judged({ provider, api }, set, own, { ofRuns: whole ? runsOn(api) : 0, isCounted }, causes);
      }),
    providers: [...ofProvider]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([slug, own]) =>
        judged({ provider: slug, api: null }, set, own, { ofRuns: runsAt(slug), isCounted }, causes),
      ),
    total: judged(
      { provider: null, api: null },
      set,
      results,
      { ofRuns: all.reduce((sum, slug) => sum + runsAt(slug), 0) + (whole?.once?.runs ?? 0) },
      causes,
    ),
    ofProviders: whole ? all.length : null,
  };
}
