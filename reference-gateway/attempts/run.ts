/**
 * The loop: plan, then attempt after attempt until one answers or the rules say stop (FLB-01…05, ERR-09).
 * @module
 */
import { type ApiError, type AttemptSummary, gatewayError } from "../../registry/errors/api-error.ts";
import { MEANINGS } from "../../registry/errors/meaning.ts";
import { PUT_BACK_MS } from "../../registry/routing/health.ts";
import type { Attempt, Plan } from "../../registry/routing/plan.ts";
import { retryDelay } from "../../registry/routing/retry.ts";
import { type Asked, telemetryName } from "../../registry/telemetry/gen-ai.ts";
import { type AttemptTrace, failureClass } from "../telemetry/tracing.ts";
import { CallerGone } from "../upstream/failure.ts";
import { pause } from "../upstream/timeout.ts";
import { type AttemptAnswer, tryAttempt } from "./attempt.ts";
import { type AnyJob, AttemptFailed, callerGone, type Job, NotAccounted } from "./job.ts";
import { planFor } from "./plan.ts";

export type RunResult<A> = { ok: true; answer: A } | { ok: false; error: ApiError };

const summarize = (attempt: Attempt, error: ApiError): AttemptSummary => ({
  provider: attempt.endpoint.provider,
  mode: attempt.mode,
  status: error.status,
  type: error.type,
  message: error.message,
});

/** Whom an attempt asks, for those who trace it. */
function askedOf({ endpoint, mode }: Attempt, { parts }: AnyJob): Asked {
  const { provider, model, id, deployment, operation } = endpoint;
  const name = telemetryName(parts.registry, provider);
  return { operation, provider: name, model, endpoint: id, deployment, mode };
}

/** What an attempt came to, for those who trace it. */
function errorOf(thrown: unknown): Pick<ApiError, "type"> {
  if (thrown instanceof AttemptFailed || thrown instanceof NotAccounted) return thrown.error;
  return thrown instanceof CallerGone ? callerGone() : { type: failureClass(thrown) };
}

/**
 * Waits before an attempt is tried again, where its caller asked for that (FLB-06). Ends early where the caller leaves.
 * @returns `false` where it is not tried again
 */
async function waitForRetry({ retries, parts, callerSignal }: AnyJob, error: ApiError, tries: number) {
  if (retries === null) return false;
  const delay = retryDelay(retries, error, tries, parts.random());
  if (delay === null) return false;
  await pause(delay, parts.clock, callerSignal);
  return true;
}

/** Runs a chat to its answer or its last error. */
export const run = async (job: Job): Promise<RunResult<AttemptAnswer>> =>
  runPlan(job, await planFor(job), (attempt, trace) => tryAttempt(job, attempt, trace));

/**
 * Runs the attempts of a plan to an answer or the last error. What failed on the way stands in the completion's
 * `attempts`; the completion of an answer is ended by the attempt that gives it.
 */
export async function runPlan<A>(
  job: AnyJob,
  plan: Plan,
  tryOne: (attempt: Attempt, trace: AttemptTrace) => Promise<A>,
): Promise<RunResult<A>> {
  const { completion } = job;
  const { log } = job.parts;
  const { attempts } = completion;
  if (!plan.ok) return { ok: false, error: plan.error };
  const overflowed = new Set<string>();
  let last: ApiError | null = null;
  let tried = 0;
  const { health } = job.parts;
  const noted = (attempt: Attempt, failure: ApiError | null): void => {
    const isPutBack = health.note(job.tenant.id, attempt, failure?.meaning ?? null);
    if (isPutBack) log("warn", "provider.put-back", { provider: attempt.endpoint.provider, ms: PUT_BACK_MS });
  };
  for (const attempt of health.ordered(job.tenant.id, plan.attempts)) {
    if (overflowed.has(attempt.endpoint.model)) continue;
    for (let tries = 1; ; tries++) {
      const trace = completion.trace.attempt(askedOf(attempt, job), ++tried);
      try {
        const answer = await tryOne(attempt, trace);
        noted(attempt, null);
        return { ok: true, answer };
      } catch (thrown) {
        trace.end({ error: errorOf(thrown) });
        if (thrown instanceof CallerGone) return { ok: false, error: callerGone() };
        if (thrown instanceof NotAccounted) return { ok: false, error: thrown.error };
        if (!(thrown instanceof AttemptFailed)) throw thrown;
        last = thrown.error;
        noted(attempt, last);
        attempts.push(summarize(attempt, last));
        log("info", "attempt.failed", { requestId: job.requestId, ...summarize(attempt, last) });
      }
      if (!(await waitForRetry(job, last, tries))) break;
      if (job.callerSignal.aborted) return { ok: false, error: callerGone() };
    }
    const { fallsOn } = MEANINGS[last.meaning];
    if (fallsOn === "never") break;
    if (fallsOn === "other-model") overflowed.add(attempt.endpoint.model);
  }
  return { ok: false, error: last ?? gatewayError("api", "the plan held no attempt") };
}
