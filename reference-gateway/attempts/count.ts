/**
 * Counting tokens by the provider's own counter: nothing is reserved, charged or generated (API-03).
 * @module
 */
import type { Attempt, Plan } from "../../registry/routing/plan.ts";
import type { AttemptTrace } from "../telemetry/tracing.ts";
import { readJson, unusable } from "./answer.ts";
import { type Served, servedBy } from "./attempt.ts";
import { exchange, toAttemptFailed, upstreamError } from "./exchange.ts";
import { AttemptFailed, type Job } from "./job.ts";
import { openReady } from "./ready.ts";

/** The attempts of a plan at endpoints that have a counter. */
export function countable({ parts }: Pick<Job, "parts">, attempts: readonly Attempt[]): Attempt[] {
  return attempts.filter(({ endpoint }) => {
    const provider = parts.registry.provider(endpoint.provider);
    return provider?.chatApi(endpoint.api).counter !== undefined;
  });
}

/** The plan with only the attempts that can count. */
export const countingPlan = (job: Pick<Job, "parts">, plan: Plan): Plan =>
  plan.ok ? { ...plan, attempts: countable(job, plan.attempts) } : plan;

/** Asks one counter. @throws AttemptFailed, CallerGone */
export async function tryCount(
  job: Job,
  attempt: Attempt,
  trace: AttemptTrace,
): Promise<{ tokens: number; served: Served }> {
  const ready = await openReady(job, attempt, trace);
  const { endpoint, mode } = ready.attempt;
  const { codec, counter } = ready.provider.chatApi(endpoint.api);
  const own = endpoint.api === job.caller.id ? job.body : null;
  const sent = await exchange(ready, () => {
    const count = ready.provider.buildCount(job.request, endpoint, own);
    if (!count) throw new Error(`${endpoint.id} has no counter`);
    const callerHeaders = mode === "byok" ? job.callerHeaders : {};
    return { ...count, dropped: [], stream: false, callerHeaders };
  });
  try {
    const { text, body } = await readJson(sent, ready);
    if (codec.isError(body))
      throw new AttemptFailed(upstreamError(ready, { status: sent.status, headers: sent.headers, text }));
    const tokens = counter?.read(body);
    if (tokens === undefined || !Number.isSafeInteger(tokens) || tokens < 1)
      throw unusable(ready, "it has no count", sent);
    return { tokens, served: servedBy(ready, sent) };
  } catch (thrown) {
    throw toAttemptFailed(thrown, ready);
  }
}
