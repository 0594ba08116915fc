/**
 * The runs of a case deal its combinations out among themselves: where a case runs at many providers, each of them tries a
 * few, and between them they try all.
 * @module
 */
import { isRun, type PlanItem } from "./plan.ts";

/** A place in a row. */
export interface Place {
  /** From 0. */
  index: number;
  /** How many there are. */
  of: number;
}

/** Where a planned run sits among those of its case on the same API. */
export interface Position {
  among: Place;
  /** Among those at its own provider: one in each mode. */
  atProvider: Place;
}

const FIRST: Place = { index: 0, of: 1 };
/** Nobody else runs the case. */
export const ALONE: Position = { among: FIRST, atProvider: FIRST };

const groupOf = ({ case: { id }, api }: PlanItem): string => `${id} ${api}`;
const ownGroupOf = (item: PlanItem): string => `${groupOf(item)} ${item.provider}`;

function placesBy(
  items: readonly PlanItem[],
  keyOf: (item: PlanItem) => string,
): (item: PlanItem) => Place | undefined {
  const counts = new Map<string, number>();
  const indexes = new Map<string, number>();
  const nameOf = (item: PlanItem) => `${ownGroupOf(item)} ${item.mode}`;
  for (const item of items) {
    const index = counts.get(keyOf(item)) ?? 0;
    indexes.set(nameOf(item), index);
    counts.set(keyOf(item), index + 1);
  }
  return (item) => {
    const index = indexes.get(nameOf(item));
    return index === undefined ? undefined : { index, of: counts.get(keyOf(item)) ?? 1 };
  };
}

/** The positions of everything that a plan runs. */
export function dealt(plan: readonly PlanItem[]): (item: PlanItem) => Position {
  const items = plan.filter(isRun);
  const [among, atProvider] = [placesBy(items, groupOf), placesBy(items, ownGroupOf)];
  return (item) => ({ among: among(item) ?? FIRST, atProvider: atProvider(item) ?? FIRST });
}
