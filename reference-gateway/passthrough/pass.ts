/**
 * One passed call: its request, its answer, and what it cost.
 * @module
 */
import type { IncomingMessage } from "node:http";
import { type HeaderFields, responseFields } from "../../registry/domains/headers.ts";
import { FALLBACKS_HEADER } from "../../registry/domains/index.ts";
import { type PassPrice, pricePass } from "../../registry/domains/pricing.ts";
import type { UsageSeen } from "../../registry/domains/usage.ts";
import { gatewayError } from "../../registry/errors/api-error.ts";
import { MEANINGS, meaningOfStatus } from "../../registry/errors/meaning.ts";
import { momentOf, priceMinuteOf } from "../../registry/pricing/periods.ts";
import { upstreamRequestId } from "../../registry/providers/_shared/base.ts";
import { clean, Refused } from "../routes/http.ts";
import { runAfter } from "../stages/deliver.ts";
import type { StopSignal } from "../stop.ts";
import { describeError } from "../telemetry/describe-error.ts";
import type { RequestRecord } from "../telemetry/record.ts";
import { failureClass } from "../telemetry/tracing.ts";
import { CallerGone, CallerStalled } from "../upstream/failure.ts";
import { headersOf } from "./arrival.ts";
import { fieldsOf, relayBody, writeHead } from "./forward.ts";
import { Kept, observeAnswer } from "./observe.ts";
import { type Passing, type Reached, reach } from "./reach.ts";

/** How the answer ended, in the record's words. */
type Outcome = Pick<RequestRecord, "outcome"> & { error: RequestRecord["error"] };

function outcomeOf(status: number, host: string): Outcome {
  if (status < 400) return { outcome: "success", error: null };
  const { type } = MEANINGS[meaningOfStatus(status)];
  return { outcome: "failed", error: { type, code: null, message: `${host} answered ${status}` } };
}

function servedBy({ route: { domain, target }, api, answer }: Reached, price: PassPrice) {
  const { endpoint, model } = price;
  const id = upstreamRequestId(headersOf(fieldsOf(answer.rawHeaders)));
  return {
    provider: endpoint?.provider ?? domain?.slug ?? target.host,
    model: endpoint?.model ?? model,
    endpoint: endpoint?.id ?? "",
    deployment: endpoint?.deployment ?? "",
    api: api?.api ?? "",
    mode: "byok" as const,
    upstreamRequestId: id === null ? null : clean(id),
  };
}

/** Keeps a call without a price for the mapper. What fails costs the price, not the answer. */
async function keepPending(
  { parts, completion, inbound }: Passing,
  { route: { domain }, api }: Reached,
  price: PassPrice,
  seen: UsageSeen,
): Promise<void> {
  if (price.pending === null || domain === null) return;
  try {
    // The price is put to the record, which must be there.
    const { id, tenantId, startedAt } = await completion.stored;
    await parts.passthrough.pending.add({
      id,
      tenantId,
      at: startedAt,
      provider: domain.slug,
      models: price.names,
      raw: seen.raw,
      words: seen.words,
      tools: seen.tools,
      shape: api?.api ?? null,
      when: momentOf(startedAt),
      reason: price.pending,
    });
  } catch (thrown) {
    parts.log("error", "pending.lost", { requestId: inbound.id, ...describeError(thrown) });
  }
}

/** What an answer says of the calls behind it, where its caller asked for more than one. */
function told({ inbound, completion }: Passing, { index }: Reached): [string, string][] {
  const calls: [string, string] = ["Helicone-Attempts", String(completion.attempts.length + 1)];
  const place: [string, string] = ["Helicone-Fallback-Index", String(index)];
  const hasList = inbound.headers.has(FALLBACKS_HEADER);
  return [...(inbound.retries || hasList ? [calls] : []), ...(hasList ? [place] : [])];
}

const isJson = ({ headers }: IncomingMessage): boolean =>
  /^application\/(?:[\w.+-]+\+)?json\b/i.test(headers["content-type"] ?? "");

/** Gives the head of the answer to the caller. @throws Refused with 502 where it is none that could be passed on */
function begin({ outgoing }: Passing, { answer, traced }: Reached, fields: HeaderFields): void {
  try {
    writeHead(outgoing, answer, fields);
  } catch {
    answer.destroy();
    traced.end("invalid_upstream_response");
    throw new Refused(
      gatewayError("api", "The target's answer has a status or header that is not HTTP", {
        code: "invalid_upstream_response",
      }),
    );
  }
}

/** A caller who does not read is worth knowing about. */
export function noteStalled({ inbound, parts }: Pick<Passing, "inbound" | "parts">): void {
  parts.log("info", "caller.stalled", { requestId: inbound.id, afterMs: parts.limits.writeStallMs });
}

/**
 * Passes a call on and its answer back, then settles what is known of it.
 * @throws Refused and the network's errors before the answer began; whatever breaks later ends here
 */
export async function pass(passing: Passing): Promise<void> {
  const { parts, inbound, completion, outgoing } = passing;
  const { clock, limits, registry } = parts;
  const reached = await reach(passing);
  const { answer, controller, traced, api, request } = reached;
  const { target, domain } = reached.route;
  const status = answer.statusCode ?? 502;
  inbound.targetHost = target.host;
  const answered = fieldsOf(answer.rawHeaders);
  const own: [string, string][] = [
    ["Helicone-Id", inbound.id],
    ...inbound.answerHeaders,
    ...told(passing, reached),
  ];
  const sent = responseFields(answered, own);
  const response = observeAnswer(answered, { domain, api, registry }, passing.room);
  const kept = new Kept(inbound.captureBytes, passing.room);
  let firstTokenMs: number | null = null;
  let ending = outcomeOf(status, target.host);
  let whole = true;
  begin(passing, reached, sent);
  const { headersTimeoutMs, idleTimeoutMs, writeStallMs, totalTimeoutMs, streamTimeoutMs } = limits;
  const totalMs = isJson(answer) ? totalTimeoutMs : streamTimeoutMs;
  const times = { clock, totalMs, headersTimeoutMs, idleTimeoutMs, writeStallMs };
  try {
    await relayBody(answer, outgoing, times, controller, (chunk) => {
      firstTokenMs ??= clock.now() - inbound.startedAt;
      response.tap.add(chunk);
      if (inbound.captureBytes > 0) kept.add(chunk);
    });
  } catch (thrown) {
    // The caller sees a connection that breaks: an answer that ended early must not look whole.
    outgoing.destroy();
    answer.destroy();
    whole = false;
    ending = brokenOff(thrown, controller.signal);
    if (controller.signal.reason instanceof CallerStalled) noteStalled(passing);
    traced.end(failureClass(controller.signal.aborted ? controller.signal.reason : thrown));
  }
  traced.end(null);
  const problems = await Promise.all([request.tap.end(), response.tap.end()]);
  const price = pricePass(registry, {
    domain,
    api,
    bodyModel: request.model(),
    seen: response.seen(),
    when: priceMinuteOf(inbound.startedAt),
    override: inbound.headers.get("helicone-model-override"),
  });
  const unread = problems.find((problem) => problem !== null);
  if (unread) parts.log("info", "passthrough.not-read", { requestId: inbound.id, problem: unread });
  inbound.model = price.model;
  inbound.stream = /^text\/event-stream|eventstream/i.test(answer.headers["content-type"] ?? "");
  await completion.end({
    ...ending,
    status,
    firstTokenMs,
    usage: price.usage,
    served: servedBy(reached, price),
    price: () => price.charge,
  });
  parts.background.run(keepPending(passing, reached, price, response.seen()));
  const body = whole && inbound.captureBytes > 0 ? kept.bytes() : null;
  await runAfter({ inbound, completion, parts }, { status, headers: sent, body, whole, masked: false });
  kept.release();
}

/** An answer that broke off: by the caller's departure, by a time limit, or by the target. */
function brokenOff(thrown: unknown, signal: StopSignal): Outcome {
  const reason: unknown = signal.aborted ? signal.reason : thrown;
  if (reason instanceof CallerGone) return { outcome: "cancelled", error: null };
  const message = "The target broke its answer off";
  return { outcome: "failed", error: { type: MEANINGS.api.type, code: "upstream_broken", message } };
}
