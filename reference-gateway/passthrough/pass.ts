/**
 * The one attempt of a passed call: addresses, request, answer, and what it cost.
 * @module
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { type HeaderFields, requestFields, responseFields } from "../../registry/domains/headers.ts";
import type { ApprovedDomain, RecognisedApi, Target } from "../../registry/domains/index.ts";
import { type PassPrice, pricePass } from "../../registry/domains/pricing.ts";
import type { UsageSeen } from "../../registry/domains/usage.ts";
import { MEANINGS, meaningOfStatus } from "../../registry/errors/meaning.ts";
import { momentOf } from "../../registry/pricing/periods.ts";
import { upstreamRequestId } from "../../registry/providers/_shared/base.ts";
import type { Completion } from "../accounting/completion.ts";
import type { GatewayParts } from "../parts.ts";
import { clean } from "../routes/http.ts";
import { runAfter } from "../stages/deliver.ts";
import type { Inbound } from "../stages/stage.ts";
import { describeError } from "../telemetry/describe-error.ts";
import type { RequestRecord } from "../telemetry/record.ts";
import { failureClass } from "../telemetry/tracing.ts";
import { CallerGone } from "../upstream/failure.ts";
import { checkedAddresses } from "./admission.ts";
import { hasBody, headersOf } from "./arrival.ts";
import { type Bytes, fieldsOf, relayBody, sendCall, writeHead } from "./forward.ts";
import { Kept, observeAnswer, observeRequest } from "./observe.ts";

/** Everything about a call that was let in. */
export interface Passing {
  parts: GatewayParts;
  inbound: Inbound;
  completion: Completion;
  incoming: IncomingMessage;
  outgoing: ServerResponse;
  controller: AbortController;
  fields: HeaderFields;
  /** The caller's key for the gateway. */
  gatewayKey: string;
  target: Target;
  domain: ApprovedDomain | null;
  /** The request target to send, byte for byte. */
  path: string;
}

const pathOf = (target: string): string => target.split("?", 1)[0] ?? "";

/** The body of the caller: from the socket, or from memory where a stage needed it whole. */
async function* bodyOf(
  { incoming, inbound, controller }: Passing,
  each: (chunk: Uint8Array) => void,
): Bytes & AsyncGenerator<Uint8Array> {
  if (inbound.body.byteLength > 0) {
    each(inbound.body);
    yield inbound.body;
    return;
  }
  try {
    for await (const chunk of incoming) {
      each(chunk);
      yield chunk;
    }
  } catch (thrown) {
    controller.abort(new CallerGone());
    throw thrown;
  }
}

/** How the answer ended, in the record's words. */
type Outcome = Pick<RequestRecord, "outcome"> & { error: RequestRecord["error"] };

function outcomeOf(status: number, host: string): Outcome {
  if (status < 400) return { outcome: "success", error: null };
  const { type } = MEANINGS[meaningOfStatus(status)];
  return { outcome: "failed", error: { type, code: null, message: `${host} answered ${status}` } };
}

function servedBy(
  { domain, target }: Passing,
  api: RecognisedApi | null,
  price: PassPrice,
  answer: IncomingMessage,
) {
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
  passing: Passing,
  price: PassPrice,
  seen: UsageSeen,
  api: RecognisedApi | null,
): Promise<void> {
  const { parts, completion, domain, inbound } = passing;
  if (price.pending === null || domain === null) return;
  try {
    const { id, tenantId, startedAt } = await completion.ended;
    await parts.passthrough.pending.add({
      ...{ id, tenantId, at: startedAt, provider: domain.slug, models: price.names },
      ...{ raw: seen.raw, words: seen.words, shape: api?.api ?? null },
      ...{ when: momentOf(startedAt), reason: price.pending },
    });
  } catch (thrown) {
    parts.log("error", "pending.lost", { requestId: inbound.id, ...describeError(thrown) });
  }
}

/**
 * Passes a call on and its answer back, then settles what is known of it.
 * @throws Refused and the network's errors before the answer began; whatever breaks later ends here
 */
export async function pass(passing: Passing): Promise<void> {
  const { parts, inbound, completion, incoming, outgoing, controller, fields, target, domain, path } =
    passing;
  const { clock, limits, passthrough, registry } = parts;
  const addresses = await checkedAddresses(target, { resolver: passthrough.network.resolver, clock });
  const api = domain && registry.domains.apiAt(domain, target.host, pathOf(path));
  const request = observeRequest(fields, api);
  const authority = target.origin.slice(target.origin.indexOf("//") + 2);
  const method = inbound.method;
  const traced = completion.trace.call({ method, host: target.host, path: pathOf(path) });
  const answer = await sendCall(
    {
      ...{ target, addresses, method, path },
      fields: requestFields(fields, { method, authority, gatewayKey: passing.gatewayKey }),
      body: hasBody(fields) ? bodyOf(passing, (chunk) => request.tap.add(chunk)) : null,
      trailers: () => fieldsOf(incoming.rawTrailers),
    },
    passthrough.network,
    { clock, ...limits },
    controller,
  ).catch((thrown: unknown) => {
    traced.end(failureClass(controller.signal.aborted ? controller.signal.reason : thrown));
    throw thrown;
  });
  const status = answer.statusCode ?? 502;
  traced.answered(status);
  const answered = fieldsOf(answer.rawHeaders);
  const own: [string, string][] = [["Helicone-Id", inbound.id], ...inbound.answerHeaders];
  const sent = responseFields(answered, own);
  const response = observeAnswer(answered, { domain, api, registry });
  const kept = new Kept(inbound.captureBytes);
  let firstTokenMs: number | null = null;
  let ending = outcomeOf(status, target.host);
  let whole = true;
  writeHead(outgoing, answer, sent);
  try {
    await relayBody(answer, outgoing, { clock, ...limits }, controller, (chunk) => {
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
    traced.end(failureClass(controller.signal.aborted ? controller.signal.reason : thrown));
  }
  traced.end(null);
  const problems = await Promise.all([request.tap.end(), response.tap.end()]);
  const price = pricePass(registry, {
    ...{ domain, api, bodyModel: request.model(), seen: response.seen(), when: momentOf(inbound.startedAt) },
    override: inbound.headers.get("helicone-model-override"),
  });
  const unread = problems.find((problem) => problem !== null);
  if (unread) parts.log("info", "passthrough.not-read", { requestId: inbound.id, problem: unread });
  inbound.model = price.model;
  inbound.stream = /^text\/event-stream|eventstream/i.test(answer.headers["content-type"] ?? "");
  await completion.end({
    ...{ ...ending, status, firstTokenMs, usage: price.usage },
    served: servedBy(passing, api, price, answer),
    price: () => price.charge,
  });
  await keepPending(passing, price, response.seen(), api);
  const body = whole && inbound.captureBytes > 0 ? kept.bytes() : null;
  await runAfter({ inbound, completion, parts }, { status, headers: sent, body, whole, masked: false });
}

/** An answer that broke off: by the caller's departure, by a time limit, or by the target. */
function brokenOff(thrown: unknown, signal: AbortSignal): Outcome {
  const reason: unknown = signal.aborted ? signal.reason : thrown;
  if (reason instanceof CallerGone) return { outcome: "cancelled", error: null };
  const message = "The target broke its answer off";
  return { outcome: "failed", error: { type: MEANINGS.api.type, code: "upstream_broken", message } };
}
