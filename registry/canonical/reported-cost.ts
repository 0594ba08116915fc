/**
 * The provider's own price for a call, as it stands in an answer (CST-06).
 * @module
 */
import { at, isObject } from "../json.ts";
import type { UsageConvention } from "./usage.ts";

/** A bill in parts that are owed together: a relay's fee, and what the provider billed to the relay's own key. */
export interface ReportedParts {
  parts: readonly unknown[];
}

export const isParts = (given: unknown): given is ReportedParts =>
  isObject(given) && Array.isArray(given.parts);

/**
 * The provider's own price, where the convention says that it reports one; `null` otherwise. Where a relay used a key of
 * its own the price has two parts.
 */
export function findReportedCost(body: unknown, { reportedCost }: UsageConvention): unknown {
  if (!reportedCost) return null;
  const { path, ownKey } = reportedCost;
  const cost = at(body, path) ?? null;
  if (!ownKey || at(body, ownKey.flag) !== true) return cost;
  return { parts: [cost ?? 0, at(body, ownKey.upstream) ?? null] } satisfies ReportedParts;
}
