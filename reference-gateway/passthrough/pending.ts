/**
 * Calls that nothing priced yet: they wait for the mapper, each with the reason why (PRX-07).
 * @module
 */
import type { PendingCall } from "../../registry/mapper/map.ts";

export interface WaitingCall extends PendingCall {
  tenantId: string;
  /** The id of the record. */
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  reason: string;
}

/** Where a page begins: behind this call. */
export interface PendingCursor {
  at: number;
  tenantId: string;
  id: string;
}

export interface PendingStore {
  /** Keeps a call; one that is there already stays as it is. */
  add(call: WaitingCall): Promise<void>;
  /** Calls in the order of their arrival. */
  page(after: PendingCursor | null, limit: number): Promise<WaitingCall[]>;
  /** Says why a call still waits. */
  explain(tenantId: string, id: string, reason: string): Promise<void>;
  remove(tenantId: string, id: string): Promise<void>;
}

const byArrival = (a: PendingCursor, b: PendingCursor): number =>
  a.at - b.at ||
  (a.tenantId < b.tenantId ? -1 : a.tenantId > b.tenantId ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Calls that are kept in memory; the oldest make room for more. */
const MAX_KEPT = 100_000;

export function memoryPending(): PendingStore {
  const kept = new Map<string, WaitingCall>();
  const key = (tenantId: string, id: string) => JSON.stringify([tenantId, id]);
  return {
    add: async (call) => {
      const place = key(call.tenantId, call.id);
      if (kept.has(place)) return;
      const [oldest] = kept.keys();
      if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
      kept.set(place, call);
    },
    page: async (after, limit) =>
      [...kept.values()]
        .filter((call) => after === null || byArrival(call, after) > 0)
        .sort(byArrival)
        .slice(0, limit),
    explain: async (tenantId, id, reason) => {
      const call = kept.get(key(tenantId, id));
      if (call) kept.set(key(tenantId, id), { ...call, reason });
    },
    remove: async (tenantId, id) => void kept.delete(key(tenantId, id)),
  };
}
