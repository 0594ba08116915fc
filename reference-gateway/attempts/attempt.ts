/**
 * One attempt: credential → hold → send → answer. Whatever happens, the hold is closed (BIL-01).
 * @module
 */

import type { UsageReading } from "../../registry/canonical/usage.ts";
import { gatewayError } from "../../registry/errors/api-error.ts";
import type { Charge } from "../../registry/pricing/charge.ts";
import { configProblem } from "../../registry/providers/_shared/config.ts";
import type { Attempt } from "../../registry/routing/plan.ts";
import { type Hold, noHold, openHold } from "../accounting/hold.ts";
import { readAnswer } from "./answer.ts";
import { exchange } from "./exchange.ts";
import { AttemptFailed, type Job, type Ready } from "./job.ts";
import { openStream } from "./opening.ts";
import { relay } from "./relay.ts";
import { renderAnswer, streamTypeOf } from "./render.ts";

/** What the recorder needs once an attempt succeeded. */
export interface Served {
  attempt: Attempt;
  dropped: string[];
  upstreamRequestId: string | null;
}

/** How the answer of a served attempt ended. */
export interface Ending {
  outcome: "success" | "failed" | "cancelled";
  usage: UsageReading;
  charge: Charge;
  error: { type: string; code: string | null; message: string } | null;
  firstTokenMs: number | null;
}

export type AttemptAnswer =
  | { kind: "json"; body: string; served: Served }
  | { kind: "stream"; body: ReadableStream<Uint8Array>; type: string; served: Served };

async function makeReady(job: Job, attempt: Attempt): Promise<Ready> {
  const { registry, vault, platformKeys } = job.parts;
  const provider = registry.provider(attempt.endpoint.provider);
  const credential =
    attempt.keyId === null
      ? platformKeys.open(attempt.endpoint.provider)
      : await vault.open(job.tenant.id, attempt.keyId);
  if (!provider || !credential) {
    const message = `the ${attempt.endpoint.provider} key is no longer available`;
    throw new AttemptFailed(
      gatewayError("authentication", message, {
        code: "provider_key_unavailable",
        provider: attempt.endpoint.provider,
      }),
    );
  }
  const problem = configProblem(provider, credential, attempt.endpoint);
  if (problem) {
    throw new AttemptFailed(
      gatewayError("misconfigured", problem.message, {
        code: "missing_provider_config",
        param: problem.field,
        provider: provider.slug,
      }),
    );
  }
  const api = provider.chatApi(attempt.endpoint.api);
  // The price follows the place of the call, which only the credential settles.
  const placed = { ...attempt, endpoint: registry.placed(attempt.endpoint, credential) };
  return { job, attempt: placed, provider, api, credential, tokens: new Set() };
}

async function holdFor({ job, attempt }: Ready): Promise<Hold> {
  if (attempt.mode === "byok") return noHold;
  const amount = job.parts.registry.reserve(attempt.endpoint, job.request);
  const hold = await openHold(job.parts.wallet, job.tenant.id, job.requestId, amount, job.parts.ids.uuid());
  if (hold) return hold;
  const message = `The wallet does not cover the most that this request can cost at ${attempt.endpoint.id}`;
  throw new AttemptFailed(gatewayError("quota", message, { code: "insufficient_credits" }));
}

async function answerJson(
  ready: Ready,
  hold: Hold,
  onEnd: (ending: Ending, served: Served) => Promise<void>,
): Promise<AttemptAnswer> {
  const sent = await exchange(ready);
  const decoded = await readAnswer(sent, ready);
  const charge = ready.job.parts.registry.charge(ready.attempt.endpoint, decoded.usage, decoded.reportedCost);
  await hold.settle(charge.amount);
  const served: Served = {
    attempt: ready.attempt,
    dropped: sent.dropped,
    upstreamRequestId: sent.upstreamRequestId,
  };
  await onEnd({ outcome: "success", usage: decoded.usage, charge, error: null, firstTokenMs: null }, served);
  return { kind: "json", body: renderAnswer(decoded, ready), served };
}

async function answerStream(
  ready: Ready,
  hold: Hold,
  onEnd: (ending: Ending, served: Served) => Promise<void>,
): Promise<AttemptAnswer> {
  const { registry, clock } = ready.job.parts;
  const startedAt = clock.now();
  const stream = await openStream(await exchange(ready), ready);
  const served: Served = {
    attempt: ready.attempt,
    dropped: stream.sent.dropped,
    upstreamRequestId: stream.sent.upstreamRequestId,
  };
  let firstTokenMs: number | null = null;
  const body = relay({
    ready,
    stream,
    onFirstToken: () => {
      firstTokenMs = clock.now() - startedAt;
    },
    onEnd: async ({ usage, reportedCost, outcome, error }) => {
      // A stream that was cut charges what the provider reported by then, and nothing where it reported nothing (BIL-07).
      const charge = registry.charge(ready.attempt.endpoint, usage, reportedCost);
      await hold.settle(charge.amount);
      await onEnd({ outcome, usage, charge, error, firstTokenMs }, served);
    },
  });
  return { kind: "stream", body, type: streamTypeOf(ready), served };
}

/**
 * Tries one attempt.
 * @param onEnd called once, when the answer is complete (a stream's: at its end)
 * @throws AttemptFailed when the attempt came to nothing, CallerGone when the caller left
 */
export async function tryAttempt(
  job: Job,
  attempt: Attempt,
  onEnd: (ending: Ending, served: Served) => Promise<void>,
): Promise<AttemptAnswer> {
  const ready = await makeReady(job, attempt);
  const hold = await holdFor(ready);
  try {
    return await (job.request.stream ? answerStream(ready, hold, onEnd) : answerJson(ready, hold, onEnd));
  } catch (thrown) {
    await hold.release();
    throw thrown;
  }
}
