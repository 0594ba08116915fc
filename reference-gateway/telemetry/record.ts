/**
 * The one record that a request leaves (OBS-01): ids, numbers and names, no bodies, no secrets.
 * @module
 */

import type { UsageReading } from "../../registry/canonical/usage.ts";
import type { AttemptSummary } from "../../registry/errors/api-error.ts";
import type { Charge } from "../../registry/pricing/charge.ts";
import type { Mode } from "../../registry/routing/plan.ts";
import type { RecordStore } from "../parts.ts";

export interface RequestRecord {
  id: string;
  tenantId: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** The model field as the caller wrote it. */
  model: string;
  stream: boolean;
  outcome: "success" | "failed" | "cancelled";
  /** What the caller got; a stream that failed on its way keeps its 200 and has an `error`. */
  status: number;
  error: { type: string; code: string | null; message: string } | null;
  served: {
    provider: string;
    endpoint: string;
    deployment: string;
    mode: Mode;
    upstreamRequestId: string | null;
  } | null;
  attempts: AttemptSummary[];
  dropped: string[];
  usage: UsageReading;
  /** What the call costs at the provider; in BYOK the caller pays that there. */
  cost: Charge | null;
  latencyMs: number;
  firstTokenMs: number | null;
}

/** Records in memory, by tenant. */
export function memoryRecords(): RecordStore & { all(): RequestRecord[] } {
  const records = new Map<string, RequestRecord>();
  const key = (tenantId: string, id: string) => JSON.stringify([tenantId, id]);
  return {
    put: async (record) => void records.set(key(record.tenantId, record.id), record),
    get: async (tenantId, id) => records.get(key(tenantId, id)) ?? null,
    all: () => [...records.values()],
  };
}
