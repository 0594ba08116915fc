/**
 * A place in a bounded queue, taken or waited for: for a bounded time, and as long as its caller is there (LIM-02).
 * @module
 */

import { gatewayError } from "../../registry/errors/api-error.ts";
import type { GatewayParts, Tenant } from "../parts.ts";
import { callerLeft, Refused } from "../routes/http.ts";
import type { StopSignal } from "../stop.ts";
import { CallerGone } from "../upstream/failure.ts";
import { untilAborted, within } from "../upstream/timeout.ts";
import type { AdmissionQueue, FullBy } from "./queue.ts";
import type { Waited } from "./stage.ts";

/** Who wants a place. */
export interface Entrant {
  /** The request's id, for the log. */
  id: string;
  tenant: Tenant;
  /** Aborts when the caller leaves. */
  signal: StopSignal;
}

/** When a caller may come again. */
const RETRY_SECONDS = 2;

const WHAT: Readonly<Record<FullBy, string>> = {
  process: "Too many requests",
  tenant: "Too many requests of this tenant",
  bytes: "Too many bytes",
  "tenant-bytes": "Too many bytes of this tenant",
};

/** Thrown into a wait that took too long. */
class WaitedTooLong extends Error {}

function overloaded(
  { id, tenant }: Entrant,
  by: FullBy,
  queue: AdmissionQueue,
  { log }: Pick<GatewayParts, "log">,
): Refused {
  log("warn", "overloaded", {
    requestId: id,
    tenant: tenant.id,
    limit: by,
    ...queue.counts(),
    bytes: queue.bytes(),
  });
  return new Refused(
    gatewayError("overloaded", `${WHAT[by]} are under way; try again`, {
      code: "overloaded",
      retryAfter: RETRY_SECONDS,
    }),
  );
}

/**
 * Takes a place and so much room, at once or after a wait.
 * @param bytes what is held in memory for it
 * @throws Refused where the queue is full, the wait is too long, or the caller leaves
 */
export function takePlace(
  queue: AdmissionQueue,
  entrant: Entrant,
  bytes: number,
  parts: Pick<GatewayParts, "log" | "clock">,
): Waited<void> {
  const full = queue.enter(entrant.tenant.id, bytes);
  if (full !== null) return waitForPlace(queue, entrant, bytes, full, parts);
}

async function waitForPlace(
  queue: AdmissionQueue,
  entrant: Entrant,
  bytes: number,
  full: FullBy,
  parts: Pick<GatewayParts, "log" | "clock">,
): Promise<void> {
  const { tenant, signal } = entrant;
  const waiting = queue.wait(tenant.id, bytes);
  if (waiting === null) throw overloaded(entrant, full, queue, parts);
  try {
    const admitted = untilAborted(waiting.admitted, signal);
    await within(admitted, queue.limits.queueMs, parts.clock, () => new WaitedTooLong());
  } catch (thrown) {
    // A place that was given in the same moment goes to the next one.
    if (!waiting.leave()) queue.leave(tenant.id, bytes);
    if (thrown instanceof WaitedTooLong) throw overloaded(entrant, full, queue, parts);
    // Whatever the reason of the signal: it is the caller's.
    throw signal.reason instanceof CallerGone ? signal.reason : callerLeft();
  }
}
