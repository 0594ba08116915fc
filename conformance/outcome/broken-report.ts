/**
 * What a gateway broke, as a page to read: by area, one line per requirement with how often and how it broke first.
 * @module
 */
import { AREAS, type Area } from "../engine/case.ts";
import { type RequirementId, requirement, requirementIds } from "../requirements/index.ts";
import { type CaseResult, type CheckResult, SKIPPED } from "./result.ts";
import { bounded, printable } from "./text.ts";

const LIMIT = 90;

/** Values stand in one line, as code, cut where they get long. */
const value = (text: string): string =>
  `\`${bounded(printable(text).replaceAll("\n", " ").replaceAll("`", "'"), LIMIT)}\``;

const distinct = (results: readonly CaseResult[]): number =>
  new Set(results.map((result) => result.case)).size;

/** The first failed check of a requirement, in the order of the plan; a case that merely took too long comes last. */
function firstBreak(
  results: readonly CaseResult[],
  id: RequirementId,
): [CaseResult, CheckResult] | undefined {
  const all = results.flatMap((result) =>
    result.checks
      .filter((check) => !check.ok && check.requirement === id)
      .map((check): [CaseResult, CheckResult] => [result, check]),
  );
  return all.find(([, check]) => check.name !== "answers-in-time") ?? all[0];
}

function requirementLine(results: readonly CaseResult[], id: RequirementId): string {
  const own = results.filter(({ requirements }) => requirements.includes(id));
  const failed = own.filter(({ outcome }) => outcome !== "passed");
  const head = `- **${id}** ${requirement(id).level}, ${distinct(failed)} of ${distinct(own)} cases`;
  const found = firstBreak(results, id);
  if (found === undefined) return `${head}: not broken`;
  const [result, check] = found;
  return `${head}: ${result.case} › ${check.name}: expected ${value(check.expected)}, seen ${value(check.seen)}`;
}

function areaLines(results: readonly CaseResult[], area: Area): string[] {
  const own = results.filter((result) => result.area === area);
  if (own.length === 0) return [];
  const failed = own.filter(({ outcome }) => outcome !== "passed");
  const ids = requirementIds.filter((id) => own.some(({ requirements }) => requirements.includes(id)));
  return [
    "",
    `## ${area}: ${distinct(failed)} of ${distinct(own)} cases failed`,
    "",
    ...ids.map((id) => requirementLine(own, id)),
  ];
}

/** The page. `says` tells what kind of gateway it is. Independent of how long anything took. */
export function renderBroken(name: string, says: string, results: readonly CaseResult[]): string {
  const ran = results.filter(({ outcome }) => !SKIPPED.includes(outcome));
  const named = requirementIds.filter((id) => ran.some(({ requirements }) => requirements.includes(id)));
  const broken = named.filter((id) => firstBreak(ran, id) !== undefined);
  const provider = [...new Set(ran.map((result) => result.provider))].join(", ");
  const failed = distinct(ran.filter(({ outcome }) => outcome !== "passed"));
  return [
    `# The ${name} gateway at ${provider}`,
    "",
    says,
    "",
    `${broken.length} of ${named.length} requirements broken; ${failed} of ${distinct(ran)} cases failed.`,
    ...AREAS.flatMap((area) => areaLines(ran, area)),
    "",
  ].join("\n");
}
