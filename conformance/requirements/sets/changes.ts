/**
 * What a next set changes, by name, and what a set of today's catalogue holds.
 * @module
 */
import { type Level, notCoveredReason, type RequirementId, requirement, requirementIds } from "../index.ts";
import type { FrozenSet } from "./set.ts";

/** Where a requirement stands in a set. */
export type Place = "counted" | "held by a test" | "not covered" | "absent";

/** One requirement that stands elsewhere, or at another level, in the newer set. */
export interface Change {
  id: RequirementId;
  from: { place: Place; level: Level | null };
  to: { place: Place; level: Level | null };
}

function placeOf(set: FrozenSet, id: RequirementId): Change["from"] {
  const counted = set.requirements[id];
  if (counted !== undefined) return { place: "counted", level: counted };
  const held = set.heldByTests[id];
  if (held !== undefined) return { place: "held by a test", level: held.level };
  const open = set.notCovered[id];
  if (open !== undefined) return { place: "not covered", level: open.level };
  return { place: "absent", level: null };
}

/** In the order of the catalogue. Reasons and files are words, and no change. */
export const changesBetween = (older: FrozenSet, newer: FrozenSet): Change[] =>
  requirementIds.flatMap((id) => {
    const [from, to] = [placeOf(older, id), placeOf(newer, id)];
    return from.place === to.place && from.level === to.level ? [] : [{ id, from, to }];
  });

/**
 * A set of today's catalogue.
 * @param covered the ids that some case carries
 */
export function setOfToday(
  { name, date, says }: Pick<FrozenSet, "name" | "date" | "says">,
  covered: ReadonlySet<string>,
): FrozenSet {
  const set = {
    name,
    date,
    says,
    requirements: {} as Record<string, Level>,
    heldByTests: {} as Record<string, { level: Level; test: string }>,
    notCovered: {} as Record<string, { level: Level; reason: string }>,
  };
  for (const id of requirementIds) {
    const { level, status } = requirement(id);
    const reason = notCoveredReason(id);
    if (reason !== null) set.notCovered[id] = { level, reason };
    else if (covered.has(id)) set.requirements[id] = level;
    else if (status !== undefined && "heldBy" in status) set.heldByTests[id] = { level, test: status.heldBy };
    else throw new RangeError(`${id} has neither a case nor a test nor a reason`);
  }
  return set;
}
