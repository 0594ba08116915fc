/**
 * How much the gateway does at once. What is beyond that waits for a bounded time in a bounded queue, before its body is
 * read, and is refused with 503 after it: a gateway that takes everything serves nobody in time (LIM-02).
 * @module
 */
import { gatewayError } from "../../registry/errors/api-error.ts";
import type { GatewayParts } from "../parts.ts";
import { Refused } from "../routes/http.ts";
import { CallerGone } from "../upstream/failure.ts";
import { untilAborted, within } from "../upstream/timeout.ts";
import { AdmissionQueue, type FullBy } from "./queue.ts";
import type { Inbound, Stage } from "./stage.ts";

/** When a caller may come again. */
const RETRY_SECONDS = 2;

/** Thrown into a wait that took too long. */
class WaitedTooLong extends Error {}

function overloaded(
  { id, tenant }: Inbound,
  by: FullBy,
  queue: AdmissionQueue,
  { log }: GatewayParts,
): Refused {
  log("warn", "overloaded", { requestId: id, tenant: tenant.id, limit: by, ...queue.counts() });
  const what = by === "tenant" ? "Too many requests of this tenant" : "Too many requests";
  return new Refused(
    gatewayError("overloaded", `${what} are under way; try again`, {
      code: "overloaded",
      retryAfter: RETRY_SECONDS,
    }),
  );
}

const callerLeft = (): Refused =>
  new Refused(gatewayError("api", "The caller left", { status: 499, code: "client_closed_request" }));

/** Waits for a place. @throws Refused where the queue is full, the wait is too long, or the caller leaves */
async function queueUp(
  inbound: Inbound,
  by: FullBy,
  queue: AdmissionQueue,
  parts: GatewayParts,
): Promise<void> {
  const waiting = queue.wait(inbound.tenant.id);
  if (waiting === null) throw overloaded(inbound, by, queue, parts);
  const { queueMs } = parts.limits.admission;
  try {
    const admitted = untilAborted(waiting.admitted, inbound.signal);
    await within(admitted, queueMs, parts.clock, () => new WaitedTooLong());
  } catch (thrown) {
    // A place that was given in the same moment goes to the next one.
    if (!waiting.leave()) queue.leave(inbound.tenant.id);
    if (thrown instanceof WaitedTooLong) throw overloaded(inbound, by, queue, parts);
    // Whatever the reason of the signal: it is the caller's.
    throw inbound.signal.reason instanceof CallerGone ? inbound.signal.reason : callerLeft();
  }
}

/** The first stage: a place is taken before the body is read, and given back when the request is over. */
export function admission(): Stage {
  const inside = new WeakSet<Inbound>();
  let queue: AdmissionQueue | null = null;
  return {
    name: "admission",
    arrive: async (inbound, parts) => {
      queue ??= new AdmissionQueue(parts.limits.admission);
      const full = queue.enter(inbound.tenant.id);
      if (full !== null) await queueUp(inbound, full, queue, parts);
      inside.add(inbound);
    },
    after: async (inbound) => {
      if (inside.delete(inbound)) queue?.leave(inbound.tenant.id);
    },
  };
}
