/**
 * How much the gateway does at once. What is beyond that waits for a bounded time in a bounded queue, before its body is
 * read, and is refused with 503 after it: a gateway that takes everything serves nobody in time (LIM-02). Bodies count by their bytes
 * as well, since a few hundred of the largest fill the memory.
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

const WHAT: Readonly<Record<FullBy, string>> = {
  process: "Too many requests",
  tenant: "Too many requests of this tenant",
  bytes: "Too many bytes of bodies",
  "tenant-bytes": "Too many bytes of this tenant's bodies",
};

/** Thrown into a wait that took too long. */
class WaitedTooLong extends Error {}

function overloaded(
  { id, tenant }: Inbound,
  by: FullBy,
  queue: AdmissionQueue,
  { log }: GatewayParts,
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

const callerLeft = (): Refused =>
  new Refused(gatewayError("api", "The caller left", { status: 499, code: "client_closed_request" }));

/** Waits for a place. @throws Refused where the queue is full, the wait is too long, or the caller leaves */
async function queueUp(
  inbound: Inbound,
  by: FullBy,
  queue: AdmissionQueue,
  parts: GatewayParts,
): Promise<void> {
  const waiting = queue.wait(inbound.tenant.id, inbound.heldBytes);
  if (waiting === null) throw overloaded(inbound, by, queue, parts);
  const { queueMs } = parts.limits.admission;
  try {
    const admitted = untilAborted(waiting.admitted, inbound.signal);
    await within(admitted, queueMs, parts.clock, () => new WaitedTooLong());
  } catch (thrown) {
    // A place that was given in the same moment goes to the next one.
    if (!waiting.leave()) queue.leave(inbound.tenant.id, inbound.heldBytes);
    if (thrown instanceof WaitedTooLong) throw overloaded(inbound, by, queue, parts);
    // Whatever the reason of the signal: it is the caller's.
    throw inbound.signal.reason instanceof CallerGone ? inbound.signal.reason : callerLeft();
  }
}

/**
 * The first stage: a place, and room for the body, are taken before the body is read and given back when the request is
 * over. Room that the body turned out not to need is given back once it is read.
 */
export function admission(): Stage {
  /** Who is inside, and the bytes that are held for it. */
  const inside = new WeakMap<Inbound, number>();
  let queue: AdmissionQueue | null = null;
  return {
    name: "admission",
    arrive: async (inbound, parts) => {
      queue ??= new AdmissionQueue(parts.limits.admission);
      const { tenant, heldBytes } = inbound;
      const full = queue.enter(tenant.id, heldBytes);
      if (full !== null) await queueUp(inbound, full, queue, parts);
      inside.set(inbound, heldBytes);
    },
    before: async (inbound) => {
      const held = inside.get(inbound) ?? 0;
      const surplus = held - inbound.body.byteLength;
      if (surplus > 0) {
        inside.set(inbound, inbound.body.byteLength);
        queue?.free(inbound.tenant.id, surplus);
      }
      return null;
    },
    after: async (inbound) => {
      const held = inside.get(inbound);
      if (held === undefined) return;
      inside.delete(inbound);
      queue?.leave(inbound.tenant.id, held);
    },
  };
}
