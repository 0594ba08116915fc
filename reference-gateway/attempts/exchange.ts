/**
 * One HTTP exchange with a provider: build, authenticate, send, and tell an answer from a failure.
 * @module
 */
import { type ApiError, errorForMode } from "../../registry/errors/api-error.ts";
import type { ErrorBody } from "../../registry/errors/body.ts";
import { encodeBody, type OutboundRequest, upstreamRequestId } from "../../registry/providers/base.ts";
import { CallerGone, networkError, UpstreamTimeout } from "../transport/failure.ts";
import { readText, untilAborted, withIdleLimit, within } from "../transport/timeout.ts";
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

/** A provider's failure in the caller's terms; `body` where a stream event already carried it. */
export function upstreamError(
  ready: Ready,
  failure: { status: number; headers: Headers; text: string; body?: ErrorBody },
): ApiError {
  const { provider, credential, job, attempt } = ready;
  const secrets = [credential.secret, ...Object.values(credential.config)];
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
 * Sends one attempt.
 * @throws AttemptFailed for refusals, network failures, timeouts and redirects; CallerGone when a BYOK caller left.
 */
export async function exchange(ready: Ready): Promise<Exchange> {
  const { parts, callerSignal } = ready.job;
  const { clock, limits } = parts;
  const { outbound, dropped } = await buildOutbound(ready);
  const controller = new AbortController();
  // In PTB the call runs on when the caller leaves, so that its usage is known (STR-09).
  const follow = ready.attempt.mode === "byok";
  const leave = () => controller.abort(new CallerGone());
  if (follow && callerSignal.aborted) leave();
  if (follow) callerSignal.addEventListener("abort", leave, { once: true });
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
    });
    parts.log("debug", "upstream.answer", { provider: ready.provider.slug, status: response.status });
    if (response.status < 200 || response.status > 299) {
      const text = (await readText(chunks, limits.maxAnswerBytes)) ?? "";
      throw new AttemptFailed(
        upstreamError(ready, { status: response.status, headers: response.headers, text }),
      );
    }
    return {
      status: response.status,
      headers: response.headers,
      chunks,
      dropped,
      upstreamRequestId: upstreamRequestId(response.headers),
      abort: (reason) => controller.abort(reason),
    };
  } catch (thrown) {
    throw toAttemptFailed(thrown, ready);
  }
}
