/**
 * One HTTP exchange with a provider: build, authenticate, send, and tell an answer from a failure.
 * @module
 */
import { type ApiError, errorForMode, scrub } from "../../registry/errors/api-error.ts";
import type { ErrorBody } from "../../registry/errors/body.ts";
import { encodeBody, type OutboundRequest, upstreamRequestId } from "../../registry/providers/base.ts";
import type { GatewayParts } from "../parts.ts";
import { CallerGone, networkError, UpstreamTimeout } from "../transport/failure.ts";
import { readBeginning, untilAborted, withIdleLimit, within } from "../transport/timeout.ts";
import { AttemptFailed, type Ready } from "./job.ts";

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

async function buildOutbound(ready: Ready): Promise<{ outbound: OutboundRequest; dropped: string[] }> {
  const { attempt, provider, credential, job } = ready;
  const context = { endpoint: attempt.endpoint, stream: job.request.stream === true, credential };
  const { body, dropped } = provider.buildBody(job.request, attempt.endpoint);
  const bare: OutboundRequest = {
    method: "POST",
    url: provider.buildUrl(context),
    headers: provider.buildHeaders(context),
    body: encodeBody(body),
  };
  return { outbound: await provider.authenticate(bare, context), dropped };
}

/** Everything of a credential that no caller may see. */
const secretsOf = ({ credential }: Ready): string[] => [
  credential.secret,
  ...Object.values(credential.config),
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
    provider.normalizeError({ ...failure, secrets, nowMs: job.parts.clock.now() }),
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
 * Sends one attempt.
 * @throws AttemptFailed for refusals, network failures, timeouts and redirects; CallerGone when a BYOK caller left.
 */
export async function exchange(ready: Ready): Promise<Exchange> {
  const { parts, callerSignal } = ready.job;
  const { clock, limits } = parts;
  const { outbound, dropped } = await buildOutbound(ready);
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
