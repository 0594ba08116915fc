/**
 * The calls of one passed request: one, unless its caller asks for retries or names further targets (FLB-06).
 * @module
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { type HeaderFields, requestFields } from "../../registry/domains/headers.ts";
import { fallsOn, fieldsFor, framedAs, type RecognisedApi } from "../../registry/domains/index.ts";
import type { PassRoute } from "../../registry/domains/plan-pass.ts";
import { type ApiError, gatewayError } from "../../registry/errors/api-error.ts";
import { MEANINGS, meaningOfStatus } from "../../registry/errors/meaning.ts";
import { retryAfterSeconds } from "../../registry/errors/retry-after.ts";
import { isObject, parseJson } from "../../registry/json.ts";
import { BODY_JSON } from "../../registry/limits/structure.ts";
import { retryDelay } from "../../registry/routing/retry.ts";
import type { Completion } from "../accounting/completion.ts";
import type { GatewayParts } from "../parts.ts";
import { Refused } from "../routes/http.ts";
import type { Inbound } from "../stages/stage.ts";
import { Stop } from "../stop.ts";
import { failureClass } from "../telemetry/tracing.ts";
import { CallerGone, networkError, UpstreamTimeout } from "../upstream/failure.ts";
import { pause } from "../upstream/timeout.ts";
import { admit, checkedAddresses } from "./admission.ts";
import { hasBody, headersOf } from "./arrival.ts";
import { type Bytes, bodyOnSocket, fieldsOf, sendCall } from "./forward.ts";
import { observeRequest } from "./observe.ts";
import type { Keeping } from "./room.ts";

/** Everything about a call that was let in. */
export interface Passing {
  parts: GatewayParts;
  inbound: Inbound;
  completion: Completion;
  incoming: IncomingMessage;
  outgoing: ServerResponse;
  /** Aborts when the caller leaves. */
  controller: Stop;
  fields: HeaderFields;
  /** The caller's key for the gateway. */
  gatewayKey: string;
  /** In order; all but the first need a body that is held. */
  routes: readonly [PassRoute, ...PassRoute[]];
  /** For what is kept of the call while it passes. */
  room: Keeping;
  /** The whole body, where a stage or a second call needs it; `null`: it is read from the socket. */
  held: Uint8Array | null;
}

/** A target that answered. */
export interface Reached {
  route: PassRoute;
  /** Its place among the routes, from 0. */
  index: number;
  answer: IncomingMessage;
  /** Ends this call alone; follows the caller's. */
  controller: Stop;
  traced: ReturnType<Completion["trace"]["call"]>;
  api: RecognisedApi | null;
  request: ReturnType<typeof observeRequest>;
}

export const pathOf = (target: string): string => target.split("?", 1)[0] ?? "";

/** The body of the caller from the socket; one that breaks off ends the call. */
function bodyOf({ incoming, controller }: Passing): Bytes {
  const pieces = bodyOnSocket(incoming);
  const next = () =>
    pieces.next().catch((thrown: unknown) => {
      controller.abort(new CallerGone());
      throw thrown;
    });
  return { [Symbol.asyncIterator]: () => ({ next }) };
}

/** A body from memory. */
async function* inOne(held: Uint8Array): Bytes & AsyncGenerator<Uint8Array> {
  yield held;
}

/** What a target of the list gets: its own fields, and the body with its own values. @throws Refused */
function messageFor({ fields, held }: Passing, { headers, bodyKeys }: PassRoute) {
  const own = headers === null ? fields : fieldsFor(fields, headers);
  if (bodyKeys === null) return { fields: own, held };
  const body = readObject(held ?? new Uint8Array());
  if (body === null)
    throw new Refused(
      gatewayError(
        "invalid_request",
        "Helicone-Fallbacks: bodyKeyOverride needs a body that is a JSON object",
        {
          code: "invalid_header",
          param: "Helicone-Fallbacks",
        },
      ),
    );
  const bytes = Buffer.from(JSON.stringify({ ...body, ...bodyKeys }));
  return { fields: framedAs(own, bytes.byteLength), held: bytes };
}

function readObject(bytes: Uint8Array): object | null {
  try {
    const parsed = parseJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes), BODY_JSON);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/** A controller that follows another one and can be aborted without it. */
function following(outer: Stop): Stop {
  const inner = new Stop();
  const follow = () => inner.abort(outer.signal.reason);
  if (outer.signal.aborted) follow();
  else outer.signal.addEventListener("abort", follow, { once: true });
  return inner;
}

/** Sends one call. @throws Refused, the network's errors, what aborted it */
async function callOnce(passing: Passing, index: number, route: PassRoute): Promise<Reached> {
  const { parts, inbound, completion, incoming } = passing;
  const { clock, limits, passthrough, registry } = parts;
  const { target, domain, path } = route;
  const { counters } = parts;
  const { approvals } = passthrough;
  await admit({ target, domain, tenantId: inbound.tenant.id }, { counters, approvals, clock, registry });
  const addresses = await checkedAddresses(target, { resolver: passthrough.network.resolver, clock });
  const api = domain && registry.domains.apiAt(domain, target.host, pathOf(path));
  const { fields, held } = messageFor(passing, route);
  const request = observeRequest(fields, api, passing.room);
  const authority = target.origin.slice(target.origin.indexOf("//") + 2);
  const { method } = inbound;
  const controller = following(passing.controller);
  const traced = completion.trace.call({ method, host: target.host, path: pathOf(path) });
  const answer = await sendCall(
    {
      target,
      addresses,
      method,
      path,
      fields: requestFields(fields, { method, authority, gatewayKey: passing.gatewayKey }),
      body: hasBody(fields) ? (held === null ? bodyOf(passing) : inOne(held)) : null,
      each: (chunk) => request.tap.add(chunk),
      trailers: () => fieldsOf(incoming.rawTrailers),
    },
    passthrough.network,
    { clock, headersTimeoutMs: limits.headersTimeoutMs, idleTimeoutMs: limits.idleTimeoutMs },
    controller,
  ).catch((thrown: unknown) => {
    traced.end(failureClass(controller.signal.aborted ? controller.signal.reason : thrown));
    throw controller.signal.aborted ? controller.signal.reason : thrown;
  });
  traced.answered(answer.statusCode ?? 502);
  return { route, index, answer, controller, traced, api, request };
}

/** What a call came to, where it failed: as the caller would be told. */
function failureOf(outcome: Reached | Error, { target }: PassRoute, nowMs: number): ApiError {
  if (outcome instanceof Refused) return outcome.error;
  if (outcome instanceof Error) return networkError(outcome, target.host, "The target");
  const status = outcome.answer.statusCode ?? 502;
  const meaning = meaningOfStatus(status);
  const headers = headersOf(fieldsOf(outcome.answer.rawHeaders));
  return {
    ...gatewayError(meaning, `${target.host} answered ${status}`, { provider: target.host }),
    status,
    type: MEANINGS[meaning].type,
    upstreamStatus: status,
    retryAfter: retryAfterSeconds(headers, { message: null }, nowMs),
  };
}

/** Is it the target that failed, by the network or its name? Anything else ends the request, whatever other targets there are. */
function isTargets(thrown: unknown): thrown is Error {
  if (thrown instanceof Refused) return thrown.error.code === "upstream_unreachable";
  return thrown instanceof UpstreamTimeout || (thrown instanceof Error && "code" in thrown);
}

/** An answer that nobody gets: its connection must not stay open while the next call runs. */
function giveUp(reached: Reached): void {
  reached.traced.end(null);
  reached.answer.destroy();
}

/**
 * Calls the targets until one answers as it should, or the last one has.
 * @throws Refused and the network's errors of the last call
 */
export async function reach(passing: Passing): Promise<Reached> {
  const { parts, inbound, completion, routes, controller } = passing;
  const { clock, random } = parts;
  for (const [index, route] of routes.entries()) {
    const isLast = index === routes.length - 1;
    for (let tries = 1; ; tries++) {
      const outcome = await callOnce(passing, index, route).catch((thrown: unknown) => {
        if (controller.signal.aborted || !isTargets(thrown)) throw thrown;
        return thrown;
      });
      const isAnswer = !(outcome instanceof Error);
      if (isAnswer && (outcome.answer.statusCode ?? 502) < 400) return outcome;
      const failure = failureOf(outcome, route, clock.now());
      const { retries } = inbound;
      const delay = retries && retryDelay(retries, failure, tries, random());
      const goesOn = !isLast && fallsOn(route.onCodes, failure.status);
      if (delay === null && !goesOn) {
        if (isAnswer) return outcome;
        throw outcome;
      }
      const { status, type, message } = failure;
      completion.attempts.push({
        provider: route.domain?.slug ?? route.target.host,
        mode: "byok",
        status,
        type,
        message,
      });
      if (isAnswer) giveUp(outcome);
      if (delay === null) break;
      await pause(delay, clock, controller.signal);
      if (controller.signal.aborted) throw controller.signal.reason;
    }
  }
  throw new Error("the last route gives an answer or throws");
}
