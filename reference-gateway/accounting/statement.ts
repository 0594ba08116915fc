/**
 * What was booked on a wallet, newest first, a page at a time: charges and deposits in one order.
 * @module
 */
import type { PicoUsd } from "../../registry/pricing/money.ts";

export const ENTRY_KINDS = ["charge", "deposit"] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export interface StatementEntry {
  kind: EntryKind;
  /** Of a deposit the payment, of a charge the reservation that was settled. */
  id: string;
  /** What was charged for; `null` for a deposit. */
  requestId: string | null;
  amount: PicoUsd;
  /** Milliseconds since 1970. */
  at: number;
}

/** Where a page ends: entries are ordered by time, then kind, then id, all descending. */
export type StatementPlace = Pick<StatementEntry, "at" | "kind" | "id">;

/** Two lists of one kind each, both in order, as one; ids of different kinds are never compared. */
export function merged(one: readonly StatementEntry[], other: readonly StatementEntry[]): StatementEntry[] {
  // Sorting is stable, so entries of one kind and time stay in the order of their list.
  return [...one, ...other].sort(
    (a, b) => b.at - a.at || ENTRY_KINDS.indexOf(b.kind) - ENTRY_KINDS.indexOf(a.kind),
  );
}
