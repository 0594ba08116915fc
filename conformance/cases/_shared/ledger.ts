/**
 * Many comparisons as few checks: one a field, which says the first difference and where it was.
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import type { Checks } from "../../engine/check.ts";
import type { RequirementId } from "../../requirements/index.ts";

interface Entry {
  requirement: RequirementId;
  first: { label: string; seen: unknown; expected: unknown } | null;
  compared: number;
}

export class Ledger {
  private readonly entries = new Map<string, Entry>();

  /** Compares a field. @param label which of the generated examples it is about */
  compare(requirement: RequirementId, field: string, label: string, seen: unknown, expected: unknown): void {
    const key = `${requirement} ${field}`;
    const entry = this.entries.get(key) ?? { requirement, first: null, compared: 0 };
    this.entries.set(key, entry);
    entry.compared++;
    if (entry.first === null && !isDeepStrictEqual(seen, expected)) entry.first = { label, seen, expected };
  }

  /** One check for every field that was compared. */
  report(check: Checks): void {
    for (const [key, { requirement, first }] of this.entries) {
      const field = key.slice(requirement.length + 1);
      if (first) check.equal(requirement, `${field}.${first.label}`, first.seen, first.expected);
      else check.equal(requirement, field, true, true);
    }
  }
}
