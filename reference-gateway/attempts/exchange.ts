/**
 * One HTTP exchange with a provider: build, authenticate, send, and tell an answer from a failure.
 * @module
 */
import { UnsupportedInput } from "../../registry/apis/codec.ts";
import {
  type ApiError,
  CREDENTIALS_REJECTED,
  errorForMode,
  gatewayError,
  scrub,
} from "../../registry/errors/api-error.ts";
import type { ErrorBody } from "../../registry/errors/body.ts";
import type { JsonObject } from "../../registry/json.ts";
import {
  encodeBody,
  type OutboundRequest,
  type RequestContext,
  upstreamRequestId,
} from "../../registry/providers/_shared/base.ts";
import { CredentialProblem } from "../../registry/providers/_shared/token.ts";
import type { HeaderLookup } from "../header-lookup.ts";
import type { GatewayParts, Limits } from "../parts.ts";
import { describeError } from "../telemetry/describe-error.ts";
import { failureClass } from "../telemetry/tracing.ts";
import { addressOf } from "../upstream/address.ts";
import { callUpstream, type UpstreamCall } from "../upstream/call.ts";
import { CallerGone, networkError, UpstreamFailed, UpstreamTimeout } from "../upstream/failure.ts";
import { readBeginning, within } from "../upstream/timeout.ts";
import { type AnyReady, AttemptFailed, NotAccounted } from "./job.ts";
import { forgetToken, refusedCredential, tokenFor } from "./token.ts";

/** What an attempt says to its provider. */
export interface Message {
  body: JsonObject;
  /** Parameters that are not part of it (MAP-09). */
  dropped: string[];
  stream: boolean;
  /** How many inputs a call for embeddings has. */
  inputs?: number;
  /** The path of a call that is not the API's own. */
  path?: string;
  callerHeaders: Readonly<Record<string, string>>;
}

/** Writes the message for the endpoint of the attempt. @throws UnsupportedInput */
export type Write = () => Message;

interface Built {
  outbound: OutboundRequest;
  dropped: string[];
  stream: boolean;
}

export interface Exchange {
  status: number;
  headers: UpstreamCall["headers"];
  /** The body, limited in time. */
  chunks: AsyncIterable<Uint8Array>;
  upstreamRequestId: string | null;
  /** Parameters that were not sent (MAP-09). */
  dropped: string[];
  abort(reason: Error): void;
}

async function build(ready: AnyReady, write: Write, token: string | null): Promise<Built> {
  const { attempt, provider, credential, job } = ready;
  const { body, dropped, stream, inputs, path, callerHeaders } = write();
  const context: RequestContext = {
    endpoint: attempt.endpoint,
    credential,
    token,
    nowMs: job.parts.clock.now(),
    stream,
    ...(inputs === undefined ? {} : { inputs }),
    ...(path === undefined ? {} : { path }),
    callerHeaders,
  };
  const bare: OutboundRequest = {
    method: "POST",
    url: provider.buildUrl(context),
    headers: provider.buildHeaders(context),
    body: encodeBody(provider.nameModel(body, context)),
  };
  return { outbound: await provider.authenticate(bare, context), dropped, stream };
}

/** @throws AttemptFailed for what cannot be said to this endpoint, or not with this credential */
async function buildOutbound(ready: AnyReady, write: Write, token: string | null): Promise<Built> {
  try {
    return await build(ready, write, token);
  } catch (thrown) {
    if (thrown instanceof CredentialProblem) throw refusedCredential(ready, thrown.message);
    if (!(thrown instanceof UnsupportedInput)) throw thrown;
    throw new AttemptFailed(
      gatewayError("unsupported", `${ready.attempt.endpoint.id}: ${thrown.message}`, {
        code: "unsupported_parameter",
        param: thrown.param,
        provider: ready.provider.slug,
      }),
    );
  }
}

/** Everything that no caller may see. */
const secretsOf = ({ credential, provider, tokens }: AnyReady): string[] => [
  ...provider.secretsOf(credential),
  ...tokens,
];

/** More text than this says nothing more about an error. */
const MAX_ERROR_BYTES = 256 * 1024;

/**
 * The text of an error answer, or as much of it as came in time: the status has arrived, and what becomes of the body
 * does not change it (ERR-02).
 * @throws CallerGone
 */
async function readFailure(
  chunks: AsyncIterable<Uint8Array>,
  { limits, clock }: GatewayParts,
  abort: (reason: Error) => void,
): Promise<string> {
  const beginning = readBeginning(chunks, Math.min(MAX_ERROR_BYTES, limits.maxAnswerBytes));
  try {
    await within(beginning.end, limits.idleTimeoutMs, clock, () => new UpstreamTimeout("idle"));
  } catch (thrown) {
    if (thrown instanceof CallerGone) throw thrown;
    abort(thrown instanceof Error ? thrown : new Error("the error's text failed"));
  }
  return beginning.text();
}

/** A provider's failure in the caller's terms; `body` where a stream event already carried it. */
export function upstreamError(
  ready: AnyReady,
  failure: { status: number; headers: HeaderLookup; text: string; body?: ErrorBody },
): ApiError {
  const { provider, job, attempt } = ready;
  const secrets = secretsOf(ready);
  return errorForMode(
    provider.normalizeError({
      ...failure,
      headers: new Headers([...failure.headers]),
      secrets,
      nowMs: job.parts.clock.now(),
      api: attempt.endpoint.api,
    }),
    attempt.mode,
  );
}

/**
 * What ends an attempt: an error that says so, the caller's departure, or a failure of the network in the caller's terms.
 * Anything else is a fault of our own, which is logged and not blamed on the provider.
 */
export function toAttemptFailed(thrown: unknown, { provider, job }: AnyReady): Error {
  if (thrown instanceof AttemptFailed || thrown instanceof CallerGone || thrown instanceof NotAccounted)
    return thrown;
  const { slug, displayName } = provider;
  if (thrown instanceof UpstreamFailed || thrown instanceof UpstreamTimeout)
    return new AttemptFailed(networkError(thrown, slug, displayName));
  job.parts.log("error", "attempt.fault", {
    requestId: job.requestId,
    provider: slug,
    ...describeError(thrown),
  });
  const message = `The gateway failed at the answer of ${displayName}`;
  return new AttemptFailed(
    gatewayError("api", message, { status: 500, code: "gateway_fault", provider: slug }),
  );
}

/**
 * Sends one attempt. A token that is refused is replaced once (AUT-05).
 * @throws AttemptFailed for refusals, network failures, timeouts and redirects; CallerGone when a BYOK caller left.
 */
export const exchange = async (ready: AnyReady, write: Write): Promise<Exchange> => {
  const { attempt, provider, job } = ready;
  const { keys } = job.parts.readiness;
  try {
    const answered = await send(ready, write, true);
    if (attempt.mode === "ptb") keys.accepted(provider.slug);
    return answered;
  } catch (thrown) {
    const failed = toAttemptFailed(thrown, ready);
    const isRefused = failed instanceof AttemptFailed && failed.error.code === CREDENTIALS_REJECTED;
    if (isRefused && attempt.mode === "ptb") keys.refused(provider.slug);
    throw failed;
  }
};

/** A stream has a total limit of its own. */
const callLimits = (limits: Limits, stream: boolean): Limits =>
  stream ? { ...limits, totalTimeoutMs: limits.streamTimeoutMs } : limits;

/** The same request with more headers; mostly there are none to add. */
function withHeaders(
  outbound: OutboundRequest,
  more: readonly (readonly [name: string, value: string])[],
): OutboundRequest {
  if (more.length === 0) return outbound;
  const added = more.map(([name, value]): [string, string] => [name, value]);
  return { ...outbound, headers: [...outbound.headers, ...added] };
}

async function send(ready: AnyReady, write: Write, mayReplace: boolean): Promise<Exchange> {
  const { parts, callerSignal } = ready.job;
  const { transport, clock, log } = parts;
  const { slug } = ready.provider;
  const token = await tokenFor(ready);
  if (token !== null) {
    ready.tokens.add(token);
    ready.job.completion.secrets.add(token);
  }
  const { outbound, dropped, stream } = await buildOutbound(ready, write, token);
  log("debug", "upstream.send", { provider: slug, url: outbound.url, bytes: outbound.body.length });
  const departure = ready.attempt.mode === "byok" ? "cancel" : "drain";
  const { hostname, pathname } = addressOf(outbound.url);
  const traced = ready.trace.call({ method: outbound.method, host: hostname, path: pathname });
  const sent = withHeaders(outbound, traced.headers);
  const onOver = (thrown: unknown) => traced.end(thrown === null ? null : failureClass(thrown));
  const limits = callLimits(parts.limits, stream);
  const call = await callUpstream(sent, {
    transport,
    clock,
    limits,
    callerSignal,
    departure,
    onOver,
    background: parts.background,
  });
  const { status, headers, chunks, abort } = call;
  traced.answered(status);
  log("debug", "upstream.answer", { provider: slug, status });
  if (status === 401 && token !== null && mayReplace) {
    forgetToken(ready, token);
    abort(new Error("the token was refused"));
    return send(ready, write, false);
  }
  if (status < 200 || status > 299) {
    const text = await readFailure(chunks, parts, abort);
    throw new AttemptFailed(upstreamError(ready, { status, headers, text }));
  }
  const id = upstreamRequestId(headers);
  const named = id === null ? null : scrub(id, secretsOf(ready));
  return { status, headers, chunks, dropped, upstreamRequestId: named, abort };
}
