/**
 * The loop: plan, then attempt after attempt until one answers or the rules say stop (FLB-01…05, ERR-09).
 * @module
 */
import { type ApiError, type AttemptSummary, gatewayError } from "../../registry/errors/api-error.ts";
import { MEANINGS } from "../../registry/errors/meaning.ts";
import { momentOf } from "../../registry/pricing/periods.ts";
import type { Attempt } from "../../registry/routing/plan.ts";
import { CallerGone } from "../upstream/failure.ts";
import { type AttemptAnswer, type Ending, type Served, tryAttempt } from "./attempt.ts";
import { AttemptFailed, type Job } from "./job.ts";

export type RunResult =
  | { ok: true; answer: AttemptAnswer; attempts: AttemptSummary[] }
  | { ok: false; error: ApiError; attempts: AttemptSummary[] };

const summarize = (attempt: Attempt, error: ApiError): AttemptSummary => ({
  provider: attempt.endpoint.provider,
  mode: attempt.mode,
  status: error.status,
  type: error.type,
  message: error.message,
});

/** The caller has gone: nobody reads this, but the record says it. */
export const callerGone = (): ApiError =>
  gatewayError("timeout", "the caller went away", {
    status: 499,
    type: "request_cancelled",
    code: "request_cancelled",
  });

/**
 * Runs a request to its answer or its last error.
 * @param onEnd called once if an attempt answers, when that answer is complete
 */
export async function run(
  job: Job,
  onEnd: (ending: Ending, served: Served, attempts: AttemptSummary[]) => Promise<void>,
): Promise<RunResult> {
  const { registry, vault, platformKeys, log, clock } = job.parts;
  const keys = await vault.list(job.tenant.id);
  // One day for the whole request: a stream that runs past a change of prices pays those of its start.
  const on = momentOf(clock.now());
  const { request, native } = job;
  const platform = platformKeys.providers();
  const plan = registry.plan({
    request,
    keys,
    platform,
    on,
    caller: job.caller.id,
    ...(native ? { native } : {}),
  });
  if (!plan.ok) return { ok: false, error: plan.error, attempts: [] };
  const attempts: AttemptSummary[] = [];
  const overflowed = new Set<string>();
  let last: ApiError | null = null;
  for (const attempt of plan.attempts) {
    if (overflowed.has(attempt.endpoint.model)) continue;
    try {
      const answer = await tryAttempt(job, attempt, (ending, served) => onEnd(ending, served, attempts));
      return { ok: true, answer, attempts };
    } catch (thrown) {
      if (thrown instanceof CallerGone) return { ok: false, error: callerGone(), attempts };
      if (!(thrown instanceof AttemptFailed)) throw thrown;
      last = thrown.error;
      attempts.push(summarize(attempt, last));
      log("info", "attempt.failed", { requestId: job.requestId, ...summarize(attempt, last) });
      const { fallsOn } = MEANINGS[last.meaning];
      if (fallsOn === "never") break;
      if (fallsOn === "other-model") overflowed.add(attempt.endpoint.model);
    }
  }
  return { ok: false, error: last ?? gatewayError("api", "the plan held no attempt"), attempts };
}
