/**
 * The request log, read by a few at once: what it asks of the database may take seconds, and whoever calls a model needs the
 * same connections. Others wait in turn, tenant by tenant, for a bounded time (LIM-02).
 * @module
 */
import type { GatewayParts } from "../parts.ts";
import { takePlace } from "../stages/place.ts";
import { AdmissionQueue } from "../stages/queue.ts";
import type { RequestLog } from "./log.ts";

/** The log of a gateway, whose readings take turns; what is said of requests takes no longer than a charge, and does not. */
export function readInTurn({ requestLog, limits, clock, log }: GatewayParts): RequestLog {
  const queue = new AdmissionQueue(limits.reading);
  const inTurn =
    <A extends unknown[], R>(read: (tenantId: string, ...args: A) => Promise<R>) =>
    async (tenantId: string, ...args: A): Promise<R> => {
      // Nobody takes a reading back: whoever left keeps the place of their request until it is over.
      const entrant = { id: "", tenant: { id: tenantId }, signal: new AbortController().signal };
      await takePlace(queue, entrant, 0, { clock, log });
      try {
        return await read(tenantId, ...args);
      } finally {
        queue.leave(tenantId);
      }
    };
  return {
    ...requestLog,
    find: inTurn(requestLog.find),
    query: inTurn(requestLog.query),
    page: inTurn(requestLog.page),
    totals: inTurn(requestLog.totals),
    groups: inTurn(requestLog.groups),
  };
}
