/**
 * What a frozen set is: what "conforms to <name>" means, kept apart from the catalogue, which goes on growing.
 * @module
 */
import { createHash } from "node:crypto";
import {
  isRequirementId,
  LEVELS,
  type Level,
  notCoveredReason,
  type RequirementId,
  requirement,
  requirementIds,
} from "../index.ts";

type Entries<Entry> = Readonly<Partial<Record<RequirementId, Entry>>>;

export interface FrozenSet {
  /** As it is cited. @example "2026-12" */
  name: string;
  /** From this day on the set never changes (ISO date). */
  date: string;
  /** What somebody who reads "conforms to" may believe. */
  says: string;
  /** Checked by cases: these are counted. */
  requirements: Entries<Level>;
  /** About the suite or about storage rather than a provider: a test of this repository holds each, no case counts it. */
  heldByTests: Entries<{ level: Level; test: string }>;
  /** Named by the catalogue, but outside the claim, and why. */
  notCovered: Entries<{ level: Level; reason: string }>;
}

/** Plain text of one fingerprint per content: keys sorted, so that moving a line is no change. */
function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(",")}}`;
}

/** SHA-256 of everything that a set says; a test holds it, so that no set changes unseen. */
export const fingerprint = (set: FrozenSet): string =>
  createHash("sha256").update(canonical(set)).digest("hex");

const levelsOf = (set: FrozenSet): [string, Level, string][] => [
  ...Object.entries(set.requirements).map(([id, level]): [string, Level, string] => [
    id,
    level,
    "requirements",
  ]),
  ...Object.entries(set.heldByTests).map(([id, { level }]): [string, Level, string] => [
    id,
    level,
    "heldByTests",
  ]),
  ...Object.entries(set.notCovered).map(([id, { level }]): [string, Level, string] => [
    id,
    level,
    "notCovered",
  ]),
];

/** What no set may hold, however old: ids that the catalogue does not know (never known, or retired), and ids twice. */
export function setProblems(set: FrozenSet): string[] {
  const all = levelsOf(set);
  return all.flatMap(([id, level, place], index) => [
    ...(isRequirementId(id)
      ? []
      : [`${set.name}: ${place}: ${id} is not in the catalogue: unknown, or retired`]),
    ...(all.findIndex(([other]) => other === id) < index
      ? [`${set.name}: ${place}: ${id} stands twice`]
      : []),
    ...(LEVELS.includes(level) ? [] : [`${set.name}: ${place}: ${id} has the unknown level ${level}`]),
  ]);
}

export type DriftKind = "new" | "level" | "covered" | "uncovered";

/** A difference between a set and today's catalogue. */
export interface Drift {
  id: RequirementId;
  kind: DriftKind;
}

/** What the catalogue says otherwise than the set: each difference must be owned up to in `since`. */
export function driftOf(set: FrozenSet): Drift[] {
  const levels = new Map(levelsOf(set).map(([id, level]) => [id, level]));
  return requirementIds.flatMap((id): Drift[] => {
    const level = levels.get(id);
    if (level === undefined) return [{ id, kind: "new" }];
    const isOpen = notCoveredReason(id) !== null;
    const wasOpen = Object.hasOwn(set.notCovered, id);
    return [
      ...(requirement(id).level === level ? [] : [{ id, kind: "level" as const }]),
      ...(isOpen === wasOpen ? [] : [{ id, kind: isOpen ? ("uncovered" as const) : ("covered" as const) }]),
    ];
  });
}

/** Ids of a level that the set counts. */
export function counted(set: FrozenSet, level: Level): RequirementId[] {
  return requirementIds.filter((id) => set.requirements[id] === level);
}
