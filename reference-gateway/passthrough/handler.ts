/**
 * Calls that name a target, or come to a dedicated name: told from those of the gateway's own routes, let through the
 * stages and passed on (PRX-01 … PRX-08). They are read from the socket, since nothing of them may be normalised.
 * @module
 */
import { once } from "node:events";
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import { type HeaderFields, valuesOf } from "../../registry/domains/headers.ts";
import { type SeparatedKeys, separateKeys } from "../../registry/domains/keys.ts";
import type { ArrivedCall, PassPlan } from "../../registry/domains/plan-pass.ts";
import { type ApiError, gatewayError } from "../../registry/errors/api-error.ts";
import { createCompletion } from "../accounting/completion.ts";
import { asksForBodies } from "../bodies/body-store.ts";
import type { GatewayParts, Tenant } from "../parts.ts";
import { discardRest } from "../routes/discard.ts";
import { commonHeaders, errorAnswer, Refused } from "../routes/http.ts";
import { authenticateCaller, bearerKey } from "../routes/tenant.ts";
import { runAfter } from "../stages/deliver.ts";
import { faultError, letIn } from "../stages/pipeline.ts";
import { isPieces } from "../stages/pulled.ts";
import type { Answer, Inbound } from "../stages/stage.ts";
import { abortSignalOf, Stop, type StopSignal } from "../stop.ts";
import { CallerGone, CallerStalled, networkError, UpstreamTimeout } from "../upstream/failure.ts";
import { watchdog } from "../upstream/watchdog.ts";
import { arrivedCall, encodeError, headersOf, inboundOf, needsWholeBody, readWhole } from "./arrival.ts";
import { noteStalled, pass } from "./pass.ts";
import type { Passing } from "./reach.ts";
import { givenRequestId } from "./request-id.ts";
import { Room } from "./room.ts";

interface Arrived {
  parts: GatewayParts;
  room: Room;
  incoming: IncomingMessage;
  outgoing: ServerResponse;
  call: ArrivedCall;
  plan: Exclude<PassPlan, { kind: "own" }>;
  requestId: { id: string; given: boolean };
}

/** Writes an answer of the gateway's own. */
function write(outgoing: ServerResponse, { status, headers, body }: Answer, own: HeaderFields): void {
  const bytes = body === null || isPieces(body) ? Buffer.alloc(0) : Buffer.from(body);
  const length: [string, string] = ["content-length", String(bytes.byteLength)];
  // The response keeps the words of a target's status that it refused to write.
  outgoing.writeHead(status, STATUS_CODES[status] ?? "", [...own, ...headers, length].flat());
  outgoing.end(bytes);
}

/** The same for an answer of any length: its caller keeps a place for as long as it takes, and has a limit for that. */
async function writeInTime(
  passing: Pick<Passing, "parts" | "inbound" | "outgoing" | "controller">,
  answer: Answer,
  own: HeaderFields,
) {
  const { parts, inbound, outgoing, controller } = passing;
  const written = once(outgoing, "finish", { signal: abortSignalOf(controller.signal) });
  const stall = watchdog(parts.limits.writeStallMs, parts.clock, () => {
    noteStalled({ inbound, parts });
    controller.abort(new CallerStalled("the caller does not read"));
  });
  stall.wait();
  write(outgoing, answer, own);
  try {
    await written;
  } finally {
    stall.stop();
  }
}

/** What a failure before the answer means for the caller. */
function errorOf(thrown: unknown, signal: StopSignal, id: string, parts: GatewayParts): ApiError {
  const reason: unknown = signal.aborted ? signal.reason : thrown;
  if (reason instanceof CallerGone)
    return gatewayError("api", "The caller left", { status: 499, code: "client_closed_request" });
  const isNetwork = reason instanceof UpstreamTimeout || (reason instanceof Error && "code" in reason);
  return isNetwork ? networkError(reason, "target", "The target") : faultError(reason, id, parts);
}

/** Lets the stages look, and gives the answer of one that answers by itself. */
async function throughStages(inbound: Inbound, parts: GatewayParts) {
  for (const stage of parts.stages) {
    const asked = stage.before?.(inbound, parts);
    const given = asked instanceof Promise ? await asked : asked;
    if (given) return given;
  }
  return null;
}

/** Takes a call of a known tenant to its end. @throws Refused, the network's errors: nothing is written yet then */
async function serve(
  passing: Omit<Passing, "routes" | "held"> & { isHeld: boolean },
  { plan }: Arrived,
): Promise<void> {
  const { parts, inbound, completion, incoming } = passing;
  await letIn(inbound, parts);
  if (plan.kind === "refused") {
    const { code, param, message } = plan;
    throw new Refused(gatewayError("invalid_request", message, { code, param }));
  }
  const held = passing.isHeld ? await readWhole(incoming, parts.limits) : null;
  if (held) inbound.body = held;
  const given = await throughStages(inbound, parts);
  if (given) {
    const { ending, ...answer } = given;
    const outcome = answer.status < 400 ? "success" : "failed";
    await completion.end({ outcome, status: answer.status, ...ending });
    await writeInTime(passing, answer, [["helicone-id", inbound.id], ...inbound.answerHeaders]);
    return runAfter({ inbound, completion, parts }, { ...answer, body: null, whole: true, masked: false });
  }
  const { outgoing, controller, fields, gatewayKey, room } = passing;
  const { routes } = plan;
  const about = { parts, inbound, completion, incoming, outgoing, controller, fields, gatewayKey };
  await pass({ ...about, room, routes, held });
}

/** A call whose tenant is not known, or may not call, ends here. */
async function tenantOf(arrived: Arrived, keys: SeparatedKeys): Promise<Tenant | null> {
  const { parts, incoming, outgoing, requestId } = arrived;
  try {
    if (!keys.ok)
      throw new Refused(gatewayError("authentication", keys.problem, { code: "invalid_gateway_key" }));
    const headers = headersOf(keys.fields);
    const address = incoming.socket.remoteAddress ?? null;
    return await authenticateCaller({ headers, address }, parts, "inference");
  } catch (thrown) {
    const error = faultError(thrown, requestId.id, parts);
    const answer = errorAnswer(error, requestId.id, [], encodeError);
    write(outgoing, answer, Object.entries(commonHeaders(requestId.id)));
    return null;
  }
}

async function handle(given: Arrived): Promise<void> {
  const keys = separateKeys(given.call.fields);
  const tenant = await tenantOf(given, keys);
  if (!tenant || !keys.ok) return;
  const arrived = { ...given, call: { ...given.call, fields: keys.fields } };
  const { parts, incoming, outgoing, call, plan, requestId } = arrived;
  const controller = new Stop();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) controller.abort(new CallerGone());
    // A target may have answered before it read everything.
    discardRest(incoming);
  });
  const isHeld = needsWholeBody(call.fields) || asksForBodies(parts.bodies.policy, tenant.id);
  const inbound = inboundOf(call, {
    requestId,
    tenant,
    method: incoming.method ?? "GET",
    startedAt: parts.clock.now(),
    isHeld,
    limits: parts.limits,
    signal: controller.signal,
    targetHost: plan.kind === "pass" ? plan.routes[0].target.host : null,
  });
  const completion = createCompletion(inbound, parts);
  const [auth = valuesOf(call.fields, "authorization")[0] ?? null] = valuesOf(call.fields, "helicone-auth");
  const gatewayKey = bearerKey(auth) ?? "";
  const passing = {
    parts,
    inbound,
    completion,
    incoming,
    outgoing,
    controller,
    fields: call.fields,
    gatewayKey,
    isHeld,
    room: arrived.room.of(tenant.id),
  };
  try {
    await serve(passing, arrived);
  } catch (thrown) {
    const error = errorOf(thrown, controller.signal, inbound.id, parts);
    const outcome = error.status === 499 ? "cancelled" : "failed";
    await completion.end({ outcome, status: error.status, error });
    const answer = errorAnswer(error, inbound.id, completion.attempts, encodeError);
    const own = [...Object.entries(commonHeaders(inbound.id)), ...inbound.answerHeaders];
    if (outgoing.headersSent || outgoing.destroyed) outgoing.destroy();
    else write(outgoing, answer, own);
    await runAfter({ inbound, completion, parts }, { ...answer, body: null, whole: true, masked: false });
  }
}

/** Takes a request, or leaves it to the gateway's own routes. */
export type Passthrough = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

/** @returns what answers calls that are to be passed on; `false` for all others */
export function createPassthrough(parts: GatewayParts): Passthrough {
  const room = new Room(parts.limits.passing);
  return (incoming, outgoing) => {
    const call = arrivedCall(incoming);
    const { plan: decide, rules } = parts.passthrough;
    const plan = decide(call, parts.registry.domains, rules);
    if (plan.kind === "own") return false;
    const requestId = givenRequestId(valuesOf(call.fields, "helicone-request-id")[0] ?? "", parts.ids);
    parts.background.run(handle({ parts, room, incoming, outgoing, call, plan, requestId }));
    return true;
  };
}
