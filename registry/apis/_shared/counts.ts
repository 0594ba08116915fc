/**
 * Counts as usage objects hold them.
 * @module
 */
import { at } from "../../json.ts";

/** A count as it stands, `undefined` where it is absent; one that is no number is NaN, so that `classify` reports it (USE-03). */
export function countAt(raw: unknown, ...path: string[]): number | undefined {
  const value = at(raw, path);
  if (value === undefined || value === null) return undefined;
  return typeof value === "number" ? value : Number.NaN;
}
