/**
 * One cause, one failure: failed results with the same first difference are one thing to repair. The first of them stands for
 * all; the others are followers, of which the number and the places are enough.
 * @module
 */
import { type RequirementId, requirement } from "../requirements/index.ts";
import { isRed, isWarning } from "./red.ts";
import { type CaseResult, type CheckResult, placeOf } from "./result.ts";

export interface Cause {
  /** The result that stands for all, the first in the order of the report. */
  first: CaseResult;
  /** Its first difference; `null` where no check failed: untested, an unexpected pass, a fault of the harness. */
  check: CheckResult | null;
  /** True if nothing of it fails the run. */
  warning: boolean;
  /** What the cause itself breaks, without what only breaks after it. */
  requirements: RequirementId[];
  /** All results with this cause, the first included. */
  results: CaseResult[];
}

/** The first difference that decides: of a red result one that makes it red, of a warning whichever comes first. */
export function firstDifference(result: CaseResult, strict: boolean): CheckResult | null {
  const failed = result.checks.filter(({ ok }) => !ok);
  const weighs = ({ requirement: id }: CheckResult): boolean => {
    const { level } = requirement(id);
    return level === "MUST" || (level === "SHOULD" && strict);
  };
  return failed.find(weighs) ?? failed[0] ?? null;
}

/** The case that a check is called after is not part of what went wrong. @example "chat.basic.status" → "status" */
const kindOf = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

/** Which recording came nearest, and which entry of a list it was, differ from case to case with the same cause. */
const alike = (text: string): string =>
  text
    .replace(/ \([\w-]+(?:\/[\w.-]+){1,2}\)$/, "")
    .replace(/( at \/.*)$/, (place) => place.replace(/\d+/g, "*"));

/** A reason's first line without the names of one place: a stack differs where the fault does not. */
const reasonOf = ({ reason }: CaseResult): string => (reason ?? "").split("\n")[0] ?? "";

/** Results with equal signatures have one cause. */
function signatureOf(result: CaseResult, check: CheckResult | null): string {
  const parts = check
    ? [check.requirement, kindOf(check.name), alike(check.expected), alike(check.seen)]
    : [result.outcome, reasonOf(result)];
  return JSON.stringify(parts);
}

/** Where a request differs from the recorded one. @example "/credential/authorization" */
export function pointerOf({ name, expected }: CheckResult): string | null {
  if (kindOf(name) !== "request-as-recorded") return null;
  return / at (\/\S*)(?: \([^)]*\))?$/.exec(expected)?.[1] ?? null;
}

/** The header that the requests of a cause lack or change; `null` for a cause of another kind. */
function headerOf({ check }: Cause): string | null {
  const pointer = check === null ? null : pointerOf(check);
  return /^\/(?:credential|headers)\/([^/]+)$/.exec(pointer ?? "")?.[1] ?? null;
}

/** True if a check says no more than that a header is missing. */
function isMissing(header: string, { expected, seen }: CheckResult): boolean {
  return expected.replace(/ at \/.*$/, "") === JSON.stringify(header) && !seen.includes(header);
}

/** What only says once more that a header is missing goes to the cause that found it so at the same place. */
function withoutEchoes(causes: readonly Cause[]): Cause[] {
  for (const cause of causes) {
    const header = headerOf(cause);
    if (header === null) continue;
    const places = new Set(cause.results.map(placeOf));
    for (const other of causes) {
      const { check, warning } = other;
      if (other === cause || check === null || warning !== cause.warning || !isMissing(header, check))
        continue;
      cause.results.push(...other.results.filter((result) => places.has(placeOf(result))));
      other.results = other.results.filter((result) => !places.has(placeOf(result)));
    }
  }
  return causes.flatMap((cause) => {
    const [first] = cause.results;
    // What stood for all may have gone; its check is like that of the next.
    return first === undefined ? [] : [{ ...cause, first }];
  });
}

/** The causes of all failures and warnings: failures first, then those with most followers. Sorted results are handed in. */
export function causesOf(results: readonly CaseResult[], strict: boolean): Cause[] {
  const groups = new Map<string, Cause>();
  for (const result of results) {
    const warning = isWarning(result, strict);
    if (!warning && !isRed(result, strict)) continue;
    const check = firstDifference(result, strict);
    const signature = `${warning}${signatureOf(result, check)}`;
    const known = groups.get(signature) ?? { first: result, check, warning, requirements: [], results: [] };
    const ids = check ? [check.requirement] : result.requirements;
    known.requirements = [...new Set([...known.requirements, ...ids])];
    known.results.push(result);
    groups.set(signature, known);
  }
  const bySize = [...groups.values()].sort((a, b) => b.results.length - a.results.length);
  return withoutEchoes(bySize).sort((a, b) => Number(a.warning) - Number(b.warning));
}
