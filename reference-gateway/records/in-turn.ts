/**
 * The request log, read by a few at once: what it asks of the database may take seconds, and whoever calls a model needs the
 * same connections. Others wait in turn, tenant by tenant, for a bounded time (LIM-02). Whoever reads finds what this process
 * answered before: records that are being written are waited for.
 * @module
 */
import type { GatewayParts } from "../parts.ts";
import { takePlace } from "../stages/place.ts";
import { AdmissionQueue } from "../stages/queue.ts";
import { within } from "../upstream/timeout.ts";
import type { RequestLog } from "./log.ts";

/** How long a reading waits for records that are being written; then it reads what is there. In milliseconds. */
export const WRITTEN_MS = 2_000;

class StillWriting extends Error {}

/** The log of a gateway, whose readings take turns; what is said of requests takes no longer than a charge, and does not. */
export function readInTurn({ requestLog, recordQueue, limits, clock, log }: GatewayParts): RequestLog {
  const queue = new AdmissionQueue(limits.reading);
  const written = async (): Promise<void> => {
    if (recordQueue.counts().waiting === 0) return;
    try {
      await within(recordQueue.settled(), WRITTEN_MS, clock, () => new StillWriting());
    } catch {
      log("warn", "records.still-written", { ...recordQueue.counts() });
    }
  };
  const afterWriting =
    <A extends unknown[], R>(say: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await written();
      return say(...args);
    };
  const inTurn =
    <A extends unknown[], R>(read: (tenantId: string, ...args: A) => Promise<R>) =>
    async (tenantId: string, ...args: A): Promise<R> => {
      // Nobody takes a reading back: whoever left keeps the place of their request until it is over.
      const entrant = { id: "", tenant: { id: tenantId }, signal: new AbortController().signal };
      await takePlace(queue, entrant, 0, { clock, log });
      try {
        await written();
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
    rate: afterWriting(requestLog.rate),
    score: afterWriting(requestLog.score),
    setProperty: afterWriting(requestLog.setProperty),
  };
}
