/**
 * Requirement → cases → planted defects, as a table that a reviewer can read.
 * @module
 */

import type { Defect } from "../defects/defect.ts";
import type { AnyCase } from "../engine/case.ts";
import { type RequirementId, requirement, requirementIds } from "./index.ts";

export interface Trace {
  id: RequirementId;
  cases: string[];
  defects: string[];
}

const naming = <T extends { id: string }>(
  list: readonly T[],
  names: (item: T) => readonly string[],
  id: string,
): string[] =>
  list
    .filter((item) => names(item).includes(id))
    .map((item) => item.id)
    .sort();

/** Every requirement with the cases that check it and the defects that break it. */
export function trace(cases: readonly AnyCase[], defects: readonly Defect[]): Trace[] {
  return requirementIds.map((id) => ({
    id,
    cases: naming(cases, (item) => item.requirements, id),
    defects: naming(defects, (defect) => defect.breaks, id),
  }));
}

const SHOWN = 4;
const brief = (ids: readonly string[]): string =>
  [...ids.slice(0, SHOWN), ...(ids.length > SHOWN ? [`… ${ids.length} in all`] : [])].join(", ");

function heldBy(id: RequirementId): string {
  const { status } = requirement(id);
  if (status === undefined) return "";
  return "heldBy" in status ? `a test: ${status.heldBy}` : `not covered: ${status.notCovered}`;
}

/** The table, in the order of the normative text. */
export function renderTraces(traces: readonly Trace[]): string {
  const rows = traces.map(({ id, cases, defects }) =>
    cases.length === 0 ? `| ${id} | ${heldBy(id)} | |` : `| ${id} | ${brief(cases)} | ${brief(defects)} |`,
  );
  return [
    "# Requirements, their cases, and the defects that break them",
    "",
    "| requirement | cases | planted defects |",
    "|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}
