/**
 * One attempt: credential → reserve → send → answer. Whatever happens, the reservation is closed (BIL-01).
 * @module
 */

import { gatewayError } from "../../registry/errors/api-error.ts";
import { configProblem } from "../../registry/providers/_shared/config.ts";
import type { Attempt } from "../../registry/routing/plan.ts";
import type { ServedBy } from "../telemetry/record.ts";
import { readAnswer } from "./answer.ts";
import { type Exchange, exchange } from "./exchange.ts";
import { AttemptFailed, type Job, NotAccounted, type Ready } from "./job.ts";
import { openStream } from "./opening.ts";
import { relay } from "./relay.ts";
import { renderAnswer, streamTypeOf } from "./render.ts";

/** Who served an answer, and which parameters did not reach them. */
export interface Served {
  by: ServedBy;
  dropped: string[];
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
  for (const secret of provider.secretsOf(credential)) job.completion.secrets.add(secret);
  const api = provider.chatApi(attempt.endpoint.api);
  // The price follows the place of the call, which only the credential settles.
  const placed = { ...attempt, endpoint: registry.placed(attempt.endpoint, credential) };
  return { job, attempt: placed, provider, api, credential, tokens: new Set() };
}

/** Sets the worst case of a PTB attempt aside. @throws AttemptFailed where the wallet does not cover it (BIL-05) */
async function reserve({ job, attempt: { mode, endpoint } }: Ready): Promise<void> {
  // BYOK never touches the wallet (BIL-04).
  if (mode === "byok") return;
  const { parts, completion, request } = job;
  if (await completion.reserve(parts.registry.reserve(endpoint, request))) return;
  if (await parts.wallet.isSuspended(job.tenant.id)) {
    const message = "The wallet is suspended; provider keys of your own are used as before";
    throw new AttemptFailed(gatewayError("quota", message, { code: "wallet_suspended" }));
  }
  const message = `The wallet does not cover the most that this request can cost at ${endpoint.id}`;
  throw new AttemptFailed(gatewayError("quota", message, { code: "insufficient_credits" }));
}

function servedBy({ attempt: { endpoint, mode } }: Ready, sent: Exchange): Served {
  const by: ServedBy = {
    provider: endpoint.provider,
    model: endpoint.model,
    endpoint: endpoint.id,
    deployment: endpoint.deployment,
    api: endpoint.api,
    mode,
    upstreamRequestId: sent.upstreamRequestId,
  };
  return { by, dropped: sent.dropped };
}

async function answerJson(ready: Ready): Promise<AttemptAnswer> {
  const sent = await exchange(ready);
  const { job, attempt } = ready;
  const decoded = await readAnswer(sent, ready);
  const body = renderAnswer(decoded, ready);
  const served = servedBy(ready, sent);
  const fault = await job.completion.end({
    outcome: "success",
    status: 200,
    served: served.by,
    dropped: served.dropped,
    usage: decoded.usage,
    price: () => job.parts.registry.charge(attempt.endpoint, decoded.usage, decoded.reportedCost),
  });
  if (fault) throw new NotAccounted(fault);
  job.keep?.keep(decoded.completion);
  return { kind: "json", body, served };
}

async function answerStream(ready: Ready): Promise<AttemptAnswer> {
  const startedAt = ready.job.parts.clock.now();
  const stream = await openStream(await exchange(ready), ready);
  const served = servedBy(ready, stream.sent);
  const body = relay({ ready, stream, served, startedAt });
  return { kind: "stream", body, type: streamTypeOf(ready), served };
}

/**
 * Tries one attempt. A whole answer has ended the completion; a stream ends it at its own end.
 * @throws AttemptFailed when the attempt came to nothing, CallerGone when the caller left, NotAccounted
 */
export async function tryAttempt(job: Job, attempt: Attempt): Promise<AttemptAnswer> {
  const ready = await makeReady(job, attempt);
  await reserve(ready);
  try {
    return await (job.request.stream ? answerStream(ready) : answerJson(ready));
  } catch (thrown) {
    await job.completion.release();
    throw thrown;
  }
}
