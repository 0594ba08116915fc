/**
 * How many requests may be under way at once, and nobody waits.
 * @module
 */
import type { LimitSettings } from "../../targets/views.ts";

/**
 * @param count of the process and of each tenant
 * @param bodyBytes that all of them may hold
 */
export const places = (count: number, bodyBytes = 1_000_000): LimitSettings["admission"] => ({
  concurrent: count,
  perTenant: count,
  queued: 0,
  queuedPerTenant: 0,
  queueMs: 5_000,
  bodyBytes,
  bodyBytesPerTenant: bodyBytes,
});
