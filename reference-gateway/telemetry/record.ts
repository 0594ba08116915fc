/**
 * The one record that a request leaves (OBS-01): ids, numbers and names, no bodies, no secrets.
 * @module
 */

import type { UsageReading } from "../../registry/canonical/usage.ts";
import type { AttemptSummary } from "../../registry/errors/api-error.ts";
import type { Charge } from "../../registry/pricing/charge.ts";
import type { Mode } from "../../registry/routing/plan.ts";
import type { RecordStore } from "../parts.ts";

/** Whose request it is, in the caller's words. */
export interface Labels {
  userId: string | null;
  session: { id: string; path: string | null; name: string | null } | null;
  /** Names in lower case, as headers are. */
  properties: Readonly<Record<string, string>>;
}

export const NO_LABELS: Labels = { userId: null, session: null, properties: {} };

/** Who answered. */
export interface ServedBy {
  provider: string;
  /** The model of the registry. */
  model: string;
  endpoint: string;
  deployment: string;
  /** The API that the provider was called on. */
  api: string;
  mode: Mode;
  upstreamRequestId: string | null;
}

export interface RequestRecord {
  id: string;
  tenantId: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** The path of the route, or `passthrough`. */
  route: string;
  /** The API that the caller spoke; `null` where the gateway did not read it. */
  api: string | null;
  /** The host of a passthrough target. */
  targetHost: string | null;
  /** The model field as the caller wrote it; empty where the request could not be read. */
  model: string;
  stream: boolean;
  labels: Labels;
  outcome: "success" | "failed" | "cancelled";
  /** What the caller got; a stream that failed on its way keeps its 200 and has an `error`. */
  status: number;
  error: { type: string; code: string | null; message: string } | null;
  served: ServedBy | null;
  attempts: AttemptSummary[];
  dropped: string[];
  usage: UsageReading;
  /** What the call costs at the provider; in BYOK the caller pays that there. */
  cost: Charge | null;
  latencyMs: number;
  firstTokenMs: number | null;
  /** Did the gateway's own cache answer? */
  cached: boolean;
}

/** How many attempts the request took: those that failed, and the one that was served, unless the gateway's cache answered. */
export const attemptCount = ({ attempts, served, cached }: RequestRecord): number =>
  attempts.length + (served !== null && !cached ? 1 : 0);

/** Records in memory, by tenant. */
export function memoryRecords(): RecordStore & { all(): RequestRecord[] } {
  const records = new Map<string, RequestRecord>();
  // The length says where the tenant ends, whatever either holds.
  const key = (tenantId: string, id: string) => `${tenantId.length} ${tenantId} ${id}`;
  return {
    put: async (record) => {
      const place = key(record.tenantId, record.id);
      if (records.has(place)) return false;
      records.set(place, record);
      return true;
    },
    get: async (tenantId, id) => records.get(key(tenantId, id)) ?? null,
    price: async (tenantId, id, { charge, usage }) => {
      const record = records.get(key(tenantId, id));
      if (!record || record.cost !== null) return false;
      records.set(key(tenantId, id), { ...record, cost: charge, usage });
      return true;
    },
    all: () => [...records.values()],
  };
}
