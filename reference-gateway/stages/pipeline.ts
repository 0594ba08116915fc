/**
 * One request from its route through the stages to its end.
 * @module
 */
import { type ApiError, gatewayError } from "../../registry/errors/api-error.ts";
import { type Completion, createCompletion } from "../accounting/completion.ts";
import type { GatewayParts, Tenant } from "../parts.ts";
import type { Arrival, Reply } from "../routes/arrival.ts";
import { bytesToHold } from "../routes/body.ts";
import { type EncodeError, errorAnswer, Refused } from "../routes/http.ts";
import { storageFault } from "../stores/storage-fault.ts";
import { describeError } from "../telemetry/describe-error.ts";
import { NO_LABELS } from "../telemetry/record.ts";
import { type Delivery, deliver } from "./deliver.ts";
import type { Answer, Inbound } from "./stage.ts";

/** Runs the attempts of a request that was read, and gives its answer; calls `completion.end` at its end. */
export type Attempts = (completion: Completion) => Promise<Answer>;

/** What answers at a path, or for a kind of target. */
export interface Route {
  /** As the record names it: its path, or `passthrough`. */
  readonly name: string;
  readonly api: string | null;
  /** @throws Refused with 401, 403 or 429 */
  authenticate(arrival: Arrival, parts: GatewayParts): Promise<Tenant>;
  /**
   * Reads and checks the request: fills in `body`, `model`, `stream`, `targetHost`. Nothing is sent to a provider yet.
   * @throws Refused for everything that is wrong with the request itself
   */
  prepare(inbound: Inbound, arrival: Arrival, parts: GatewayParts): Promise<Attempts>;
  encodeError: EncodeError;
}

/** The id of a request and where it comes from. */
export interface RequestId {
  id: string;
  given: boolean;
}

/** The body of a request that is not read, or has none. */
export const NOTHING_READ = new Uint8Array();

function inboundOf(
  route: Route,
  arrival: Arrival,
  tenant: Tenant,
  requestId: RequestId,
  { startedAt, limits }: Pick<Inbound, "startedAt"> & Pick<GatewayParts, "limits">,
): Inbound {
  const { method, target, headers } = arrival;
  return {
    id: requestId.id,
    idGiven: requestId.given,
    tenant,
    startedAt,
    route: route.name,
    api: route.api,
    encodeError: route.encodeError,
    method,
    target,
    headers,
    signal: arrival.signal,
    targetHost: null,
    heldBytes: bytesToHold(headers, limits.maxBodyBytes),
    body: NOTHING_READ,
    model: "",
    stream: false,
    labels: NO_LABELS,
    retries: null,
    limitsOf: null,
    answerHeaders: new Map(),
    translated: null,
    worstCost: null,
    keepCompletion: null,
    captureBytes: 0,
  };
}

/** When a caller may come again after the storage failed. */
const RETRY_SECONDS = 5;

/** A fault of our own: the log gets its class, code and place, the caller neither class nor text (ERR-06). */
export function faultError(thrown: unknown, requestId: string, { log }: GatewayParts): ApiError {
  if (thrown instanceof Refused) return thrown.error;
  const fault = storageFault(thrown);
  if (fault) {
    log("error", "storage.failed", { requestId, fault, ...describeError(thrown) });
    return gatewayError("overloaded", "The gateway's storage is not available; try again", {
      code: "storage_unavailable",
      retryAfter: RETRY_SECONDS,
    });
  }
  log("error", "gateway.fault", { requestId, ...describeError(thrown) });
  return gatewayError("api", "The gateway failed", { status: 500, code: "gateway_fault" });
}

/** Lets a request in. @throws Refused, CallerGone */
export async function letIn(inbound: Inbound, parts: GatewayParts): Promise<void> {
  for (const stage of parts.stages) {
    const arriving = stage.arrive?.(inbound, parts);
    if (arriving instanceof Promise) await arriving;
  }
}

async function answerOf(
  inbound: Inbound,
  attempts: Attempts,
  completion: Completion,
  parts: GatewayParts,
): Promise<Answer> {
  for (const stage of parts.stages) {
    const asked = stage.before?.(inbound, parts);
    const given = asked instanceof Promise ? await asked : asked;
    if (!given) continue;
    const { ending, ...answer } = given;
    const outcome = answer.status < 400 ? "success" : "failed";
    await completion.end({ outcome, status: answer.status, ...ending });
    return answer;
  }
  return attempts(completion);
}

/** Takes one request of a route from its arrival to its answer. @throws Refused by `authenticate`; everything else is answered here */
export async function serve(
  route: Route,
  arrival: Arrival,
  requestId: RequestId,
  parts: GatewayParts,
): Promise<Reply> {
  const startedAt = parts.clock.now();
  const tenant = await route.authenticate(arrival, parts);
  const inbound = inboundOf(route, arrival, tenant, requestId, { startedAt, limits: parts.limits });
  const completion = createCompletion(inbound, parts);
  const delivery: Delivery = { inbound, completion, parts };
  try {
    await letIn(inbound, parts);
    const attempts = await route.prepare(inbound, arrival, parts);
    return await deliver(await answerOf(inbound, attempts, completion, parts), delivery);
  } catch (thrown) {
    const error = faultError(thrown, inbound.id, parts);
    const outcome = error.status === 499 ? "cancelled" : "failed";
    await completion.end({ outcome, status: error.status, error });
    return deliver(errorAnswer(error, inbound.id, completion.attempts, inbound.encodeError), delivery);
  }
}
