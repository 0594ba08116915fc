/**
 * One HTTP exchange with a provider: build, authenticate, send, and tell an answer from a failure.
 * @module
 */
import { type EncodedRequest, UnsupportedInput } from "../../registry/apis/codec.ts";
import { type ApiError, errorForMode, gatewayError, scrub } from "../../registry/errors/api-error.ts";
import type { ErrorBody } from "../../registry/errors/body.ts";
import {
  encodeBody,
  type OutboundRequest,
  type RequestContext,
  upstreamRequestId,
} from "../../registry/providers/_shared/base.ts";
import { CredentialProblem } from "../../registry/providers/_shared/token.ts";
import type { GatewayParts } from "../parts.ts";
import { CallerGone, networkError, UpstreamTimeout } from "../upstream/failure.ts";
import { readBeginning, untilAborted, withIdleLimit, within } from "../upstream/timeout.ts";
import { AttemptFailed, type Ready } from "./job.ts";
import { forgetToken, refusedCredential, tokenFor } from "./token.ts";

interface Built {
  outbound: OutboundRequest;
  dropped: string[];
}

export interface Exchange {
  status: number;
  headers: Headers;
  /** The body, limited between chunks. */
  chunks: AsyncIterable<Uint8Array>;
  upstreamRequestId: string | null;
  /** Parameters that were not sent (MAP-09). */
  dropped: string[];
  abort(reason: Error): void;
}

function buildBody({ attempt, provider, job }: Ready): EncodedRequest {
  if (job.native) return { body: provider.buildNativeBody(job.native.body, attempt.endpoint), dropped: [] };
  return provider.buildBody(job.request, attempt.endpoint);
}

async function build(ready: Ready, token: string | null): Promise<Built> {
  const { attempt, provider, api, credential, job } = ready;
  // A beta can have a price that no list here holds: only where the caller pays is it passed on (BIL-06).
  const callerHeaders = attempt.mode === "byok" ? job.callerHeaders : {};
  const kept = api.callerHeaders.filter((name) => Object.hasOwn(job.callerHeaders, name));
  const context: RequestContext = {
    ...{ endpoint: attempt.endpoint, stream: job.request.stream === true, credential, token, callerHeaders },
    nowMs: job.parts.clock.now(),
  };
  const { body, dropped } = buildBody(ready);
  const bare: OutboundRequest = {
    method: "POST",
    url: provider.buildUrl(context),
    headers: provider.buildHeaders(context),
    body: encodeBody(body),
  };
  const unsent = attempt.mode === "byok" ? [] : kept;
  return { outbound: await provider.authenticate(bare, context), dropped: [...dropped, ...unsent] };
}

/** @throws AttemptFailed for what cannot be said to this endpoint, or not with this credential */
async function buildOutbound(ready: Ready, token: string | null): Promise<Built> {
  try {
    return await build(ready, token);
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
const secretsOf = ({ credential, provider, tokens }: Ready): string[] => [
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
  abort: (reason: unknown) => void,
): Promise<string> {
  const beginning = readBeginning(chunks, Math.min(MAX_ERROR_BYTES, limits.maxAnswerBytes));
  try {
    await within(beginning.end, limits.idleTimeoutMs, clock, () => new UpstreamTimeout("idle"));
  } catch (thrown) {
    if (thrown instanceof CallerGone) throw thrown;
    abort(thrown);
  }
  return beginning.text();
}

/** A provider's failure in the caller's terms; `body` where a stream event already carried it. */
export function upstreamError(
  ready: Ready,
  failure: { status: number; headers: Headers; text: string; body?: ErrorBody },
): ApiError {
  const { provider, job, attempt } = ready;
  const secrets = secretsOf(ready);
  return errorForMode(
    provider.normalizeError({
      ...failure,
      ...{ secrets, nowMs: job.parts.clock.now(), api: attempt.endpoint.api },
    }),
    attempt.mode,
  );
}

/** A network failure as an error, or the caller's own departure rethrown. */
export function toAttemptFailed(thrown: unknown, { provider }: Ready): Error {
  if (thrown instanceof AttemptFailed || thrown instanceof CallerGone) return thrown;
  return new AttemptFailed(networkError(thrown, provider.slug, provider.displayName));
}

/**
 * Ends the call when the caller leaves: in BYOK at once, in PTB after the time in which its usage may still come (STR-09).
 * @returns stops watching; to be called when the answer is over
 */
function followCaller({ attempt, job }: Ready, caller: AbortSignal, leave: () => void): () => void {
  const { clock, limits } = job.parts;
  let cancel = () => {};
  const gone = () => {
    if (attempt.mode === "byok") leave();
    else cancel = clock.after(limits.drainMs, leave);
  };
  if (caller.aborted) gone();
  else caller.addEventListener("abort", gone, { once: true });
  return () => {
    caller.removeEventListener("abort", gone);
    cancel();
  };
}

/**
 * Sends one attempt. A token that is refused is replaced once (AUT-05).
 * @throws AttemptFailed for refusals, network failures, timeouts and redirects; CallerGone when a BYOK caller left.
 */
export const exchange = (ready: Ready): Promise<Exchange> => send(ready, true);

async function send(ready: Ready, mayReplace: boolean): Promise<Exchange> {
  const { parts, callerSignal } = ready.job;
  const { clock, limits } = parts;
  const token = await tokenFor(ready).catch((thrown: unknown) => {
    throw toAttemptFailed(thrown, ready);
  });
  if (token !== null) ready.tokens.add(token);
  const { outbound, dropped } = await buildOutbound(ready, token);
  const controller = new AbortController();
  const unfollow = followCaller(ready, callerSignal, () => controller.abort(new CallerGone()));
  const onTime = (phase: "headers" | "idle") => () => {
    const timeout = new UpstreamTimeout(phase);
    controller.abort(timeout);
    return timeout;
  };
  try {
    parts.log("debug", "upstream.send", {
      provider: ready.provider.slug,
      url: outbound.url,
      bytes: outbound.body.length,
    });
    const sent = untilAborted(parts.transport.send(outbound, controller.signal), controller.signal);
    const response = await within(sent, limits.headersTimeoutMs, clock, onTime("headers"));
    const chunks = withIdleLimit(response.body, {
      ms: limits.idleTimeoutMs,
      clock,
      signal: controller.signal,
      onTime: onTime("idle"),
      onEnd: unfollow,
    });
    parts.log("debug", "upstream.answer", { provider: ready.provider.slug, status: response.status });
    if (response.status === 401 && token !== null && mayReplace) {
      forgetToken(ready, token);
      unfollow();
      controller.abort(new Error("the token was refused"));
      return await send(ready, false);
    }
    if (response.status < 200 || response.status > 299) {
      const text = await readFailure(chunks, parts, (reason) => controller.abort(reason));
      throw new AttemptFailed(
        upstreamError(ready, { status: response.status, headers: response.headers, text }),
      );
    }
    const id = upstreamRequestId(response.headers);
    return {
      status: response.status,
      headers: response.headers,
      chunks,
      dropped,
      upstreamRequestId: id === null ? null : scrub(id, secretsOf(ready)),
      abort: (reason) => {
        unfollow();
        controller.abort(reason);
      },
    };
  } catch (thrown) {
    unfollow();
    throw toAttemptFailed(thrown, ready);
  }
}
