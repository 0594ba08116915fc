/**
 * One attempt: credential → reserve → send → answer. Whatever happens, the reservation is closed (BIL-01).
 * @module
 */
import type { EncodedRequest } from "../../registry/apis/codec.ts";
import type { Attempt } from "../../registry/routing/plan.ts";
import type { Pieces } from "../stages/pulled.ts";
import type { ServedBy } from "../telemetry/record.ts";
import type { AttemptTrace } from "../telemetry/tracing.ts";
import { readAnswer } from "./answer.ts";
import { type Exchange, exchange, type Write } from "./exchange.ts";
import { type AnyReady, type Job, NotAccounted, passageOf, type Ready } from "./job.ts";
import { openStream } from "./opening.ts";
import { withinProviderLimits } from "./provider-limits.ts";
import { openReady, reserve } from "./ready.ts";
import { relay } from "./relay.ts";
import { renderAnswer, streamTypeOf } from "./render.ts";

/** Who served an answer, and which parameters did not reach them. */
export interface Served {
  by: ServedBy;
  dropped: string[];
}

export type AttemptAnswer =
  | { kind: "json"; body: string; served: Served }
  | { kind: "stream"; body: Pieces; type: string; served: Served };

async function makeReady(job: Job, attempt: Attempt, trace: AttemptTrace): Promise<Ready> {
  const { attempt: placed, provider, credential, tokens } = await openReady(job, attempt, trace);
  const api = provider.chatApi(placed.endpoint.api);
  return { job, attempt: placed, provider, credential, tokens, trace, api };
}

/** The body of a chat: as the caller wrote it between two that speak one API, else written anew (MAP-14, MAP-16). */
function bodyFor(ready: Ready): EncodedRequest {
  const { attempt, provider, job } = ready;
  const { endpoint, mode } = attempt;
  const passed = passageOf(ready)?.request(job.body, mode === "ptb");
  if (passed) return { ...passed, body: provider.buildNativeBody(passed.body, endpoint) };
  if (job.native) return { body: provider.buildNativeBody(job.native.body, endpoint), dropped: [] };
  const { body, dropped } = provider.buildBody(job.request, endpoint);
  const isOwn = mode === "byok" && endpoint.api === job.caller.id;
  const beside = (isOwn && job.caller.beside?.(job.body)) || {};
  return { body: { ...body, ...beside }, dropped: dropped.filter((name) => !Object.hasOwn(beside, name)) };
}

/** Writes a chat for the endpoint of the attempt. */
const writeChat =
  (ready: Ready): Write =>
  () => {
    const { attempt, api, job } = ready;
    // A beta can have a price that no list here holds: only where the caller pays is it passed on (BIL-06).
    const byok = attempt.mode === "byok";
    const passed = byok ? api.callerHeaders : [];
    // Nor is it where the host has no such thing; named it is wherever it stays behind (MAP-09).
    const kept = Object.keys(job.callerHeaders).filter((name) => !passed.includes(name));
    const { body, dropped } = bodyFor(ready);
    return {
      body,
      dropped: [...dropped, ...kept],
      stream: job.request.stream === true,
      callerHeaders: byok ? job.callerHeaders : {},
    };
  };

export function servedBy(
  { attempt: { endpoint, mode } }: AnyReady,
  sent: Pick<Exchange, "upstreamRequestId" | "dropped">,
): Served {
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
  const sent = await exchange(ready, writeChat(ready));
  const { job, attempt } = ready;
  const decoded = await readAnswer(sent, ready);
  const body = renderAnswer(decoded, ready);
  const served = servedBy(ready, sent);
  const fault = await job.completion.end({
    outcome: "success",
    status: 200,
    isUnsent: true,
    served: served.by,
    dropped: served.dropped,
    usage: decoded.usage,
    price: () => job.parts.registry.charge(attempt.endpoint, decoded.usage, decoded.reportedCost),
  });
  ready.trace.end({ error: fault, usage: decoded.usage });
  if (fault) throw new NotAccounted(fault);
  job.keep?.keep(decoded.completion);
  return { kind: "json", body, served };
}

async function answerStream(ready: Ready): Promise<AttemptAnswer> {
  const stream = await openStream(await exchange(ready, writeChat(ready)), ready);
  const served = servedBy(ready, stream.sent);
  const body = relay({ ready, stream, served });
  return { kind: "stream", body, type: streamTypeOf(ready), served };
}

/**
 * Tries one attempt. A whole answer has ended the completion; a stream ends it at its own end.
 * @throws AttemptFailed when the attempt came to nothing, CallerGone when the caller left, NotAccounted
 */
export async function tryAttempt(job: Job, attempt: Attempt, trace: AttemptTrace): Promise<AttemptAnswer> {
  const { registry } = job.parts;
  const ready = await makeReady(job, attempt, trace);
  const { endpoint, mode } = ready.attempt;
  // Where the caller pays, nothing is counted and nothing set aside (BIL-04).
  const claims = mode === "byok" ? [] : registry.claims(endpoint, job.request);
  return withinProviderLimits(ready, claims, async (sent) => {
    if (mode === "ptb") await reserve(ready, registry.reserve(endpoint, job.request));
    sent();
    try {
      return await (job.request.stream ? answerStream(ready) : answerJson(ready));
    } catch (thrown) {
      await job.completion.release();
      throw thrown;
    }
  });
}
