/**
 * What a requirement is, and the helper that keeps its id as a literal type.
 * @module
 */
import type { Area } from "../engine/case.ts";

/** `MUST`: a violation fails the run. `SHOULD`: it warns, and fails under `--strict`. `MAY`: it is only reported. */
export const LEVELS = ["MUST", "SHOULD", "MAY"] as const;
export type Level = (typeof LEVELS)[number];

/** The areas of cases, and those that no case reaches yet. */
export type RequirementArea = Area | "dashboard" | "targets" | "onboarding";

interface Entry {
  level: Level;
  /** Short words of our own; the normative text is longer. */
  title: string;
  /** Where real gateways disagree: what this suite checks unless the target declares otherwise. */
  policy?: string;
  /**
   * Set where no case carries it: nothing checks it yet, and why; or it is about this suite rather than about a gateway,
   * and a test holds it.
   */
  status?: { notCovered: string } | { heldBy: string };
}

export interface Requirement<Id extends string = string> extends Entry {
  id: Id;
  area: RequirementArea;
}

type IdShape = `${string}-${number}`;

/** Gives the entries of one area their area; the ids stay literal types. */
export function inArea<const Id extends IdShape>(
  area: RequirementArea,
  entries: readonly (Entry & { id: Id })[],
): readonly Requirement<Id>[] {
  return entries.map((entry) => ({ ...entry, area }));
}
