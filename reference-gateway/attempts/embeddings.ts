/**
 * One attempt at a request for embeddings: one call, or several where the host takes fewer inputs than there are. All of
 * them succeed, or the attempt has failed.
 * @module
 */
import type { EmbeddingsDecodeContext } from "../../registry/apis/embeddings-codec.ts";
import { openaiEmbeddings } from "../../registry/apis/openai-embeddings/index.ts";
import {
  type EmbeddingsAnswer,
  type EmbeddingsRequest,
  inputCount,
  joinAnswers,
} from "../../registry/canonical/embeddings.ts";
import type { PicoUsd } from "../../registry/pricing/money.ts";
import { priceMinuteOf } from "../../registry/pricing/periods.ts";
import type { Attempt, Plan } from "../../registry/routing/plan.ts";
import type { AttemptTrace } from "../telemetry/tracing.ts";
import { readJson, unusable } from "./answer.ts";
import { type Served, servedBy } from "./attempt.ts";
import { type Exchange, exchange, toAttemptFailed, upstreamError } from "./exchange.ts";
import { type AnyJob, AttemptFailed, NotAccounted, type ReadyFor } from "./job.ts";
import { withinProviderLimits } from "./provider-limits.ts";
import { openReady, reserve } from "./ready.ts";

export interface EmbeddingsJob extends AnyJob {
  request: EmbeddingsRequest;
}

type Ready = ReadyFor<EmbeddingsJob>;

/** How many calls of one attempt are under way at once. */
const CALLS_AT_ONCE = 4;

/** Plans with the keys that are there now. */
export async function planEmbeddings({
  parts,
  tenant,
  request,
}: Pick<EmbeddingsJob, "parts" | "tenant" | "request">): Promise<Plan> {
  const { registry, vault, platformKeys, clock } = parts;
  return registry.planEmbeddings(request, {
    keys: await vault.list(tenant.id),
    platform: platformKeys.providers(),
    on: priceMinuteOf(clock.now()),
    caller: openaiEmbeddings.id,
  });
}

/** What the dearest attempt can cost, whoever pays; 0 where no attempt is possible. */
export async function worstEmbeddingsCost(
  job: Pick<EmbeddingsJob, "parts" | "tenant" | "request">,
): Promise<PicoUsd> {
  const plan = await planEmbeddings(job);
  if (!plan.ok) return 0n;
  const amounts = plan.attempts.map(({ endpoint }) =>
    job.parts.registry.reserveEmbeddings(endpoint, job.request),
  );
  return amounts.reduce((most, amount) => (amount > most ? amount : most), 0n);
}

/** One call that succeeded. */
interface Called {
  answer: EmbeddingsAnswer;
  sent: Exchange;
}

async function readAnswer(sent: Exchange, part: EmbeddingsRequest, ready: Ready): Promise<EmbeddingsAnswer> {
  const { provider, attempt } = ready;
  const { endpoint } = attempt;
  const { codec, traits } = provider.embeddingsApi(endpoint.api);
  const { text, body } = await readJson(sent, ready);
  if (codec.isError(body))
    throw new AttemptFailed(upstreamError(ready, { status: sent.status, headers: sent.headers, text }));
  const context: EmbeddingsDecodeContext = {
    endpoint,
    traits,
    request: part,
    convention: endpoint.usage,
    headers: sent.headers,
  };
  const decoded = codec.decodeResponse(body, context);
  if (!decoded.ok) throw unusable(ready, decoded.problem, sent);
  return decoded.answer;
}

async function call(part: EmbeddingsRequest, ready: Ready): Promise<Called> {
  const { provider, attempt } = ready;
  const sent = await exchange(ready, () => ({
    ...provider.buildEmbeddings(part, attempt.endpoint),
    stream: false,
    inputs: inputCount(part),
    callerHeaders: {},
  }));
  try {
    return { answer: await readAnswer(sent, part, ready), sent };
  } catch (thrown) {
    throw toAttemptFailed(thrown, ready);
  }
}

/**
 * Makes the calls, a few at a time, and gives their answers in the order of the parts. After one failed no other begins;
 * those under way are waited for, since in PTB they are paid for.
 * @throws what the first failed call threw
 */
async function callAll(parts: readonly EmbeddingsRequest[], ready: Ready): Promise<Called[]> {
  const called: Called[] = [];
  const failures: unknown[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < parts.length && failures.length === 0) {
      const place = next++;
      const part = parts[place];
      if (part === undefined) return;
      try {
        called[place] = await call(part, ready);
      } catch (thrown) {
        failures.push(thrown);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(CALLS_AT_ONCE, parts.length) }, work));
  if (failures.length > 0) throw failures[0];
  return called;
}

async function answered(ready: Ready): Promise<{ body: string; served: Served }> {
  const { job, attempt } = ready;
  const { registry } = job.parts;
  const called = await callAll(registry.embeddingCalls(job.request, attempt.endpoint), ready);
  const [first] = called;
  const answer = joinAnswers(called.map((one) => one.answer));
  if (first === undefined || typeof answer === "string")
    throw unusable(ready, String(answer), { upstreamRequestId: null });
  const served = servedBy(ready, first.sent);
  const body = JSON.stringify(openaiEmbeddings.encodeResponse(answer, job.request));
  const { usage, reportedCost } = answer;
  const fault = await job.completion.end({
    outcome: "success",
    status: 200,
    isUnsent: true,
    served: served.by,
    dropped: served.dropped,
    usage,
    price: () => registry.charge(attempt.endpoint, usage, reportedCost),
  });
  ready.trace.end({ error: fault, usage });
  if (fault) throw new NotAccounted(fault);
  return { body, served };
}

/**
 * Tries one attempt; an answer has ended the completion.
 * @throws AttemptFailed when the attempt came to nothing, CallerGone when the caller left, NotAccounted
 */
export async function tryEmbeddings(
  job: EmbeddingsJob,
  attempt: Attempt,
  trace: AttemptTrace,
): Promise<{ body: string; served: Served }> {
  const { registry } = job.parts;
  const ready = await openReady(job, attempt, trace);
  const { endpoint } = ready.attempt;
  return withinProviderLimits(ready, registry.claimsOfEmbeddings(endpoint, job.request), async (sent) => {
    await reserve(ready, registry.reserveEmbeddings(endpoint, job.request));
    sent();
    try {
      return await answered(ready);
    } catch (thrown) {
      await job.completion.release();
      throw thrown;
    }
  });
}
