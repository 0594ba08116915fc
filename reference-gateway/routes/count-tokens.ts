/**
 * POST /v1/messages/count_tokens: how many tokens a message would have, by the provider's own counter. Never a paid call
 * (API-03).
 * @module
 */
import { clientCodecs } from "../../registry/apis/index.ts";
import { gatewayError } from "../../registry/errors/api-error.ts";
import { at, isObject, type Json, type JsonObject, without } from "../../registry/json.ts";
import { FREE_CHARGE } from "../../registry/pricing/cached.ts";
import { countingPlan, tryCount } from "../attempts/count.ts";
import type { Job } from "../attempts/job.ts";
import { planFor } from "../attempts/plan.ts";
import { runPlan } from "../attempts/run.ts";
import type { Attempts, Route } from "../stages/pipeline.ts";
import type { Answer } from "../stages/stage.ts";
import { readJsonBody } from "./body.ts";
import { errorAnswer, Refused } from "./http.ts";
import { passedHeaders, readRequest } from "./request.ts";
import { servedHeaders } from "./served.ts";
import { authenticateCaller, credentialsOf } from "./tenant.ts";

export const COUNT_PATH = "/v1/messages/count_tokens";

const codec = clientCodecs["anthropic-messages"];

/** A limit that the reader of messages demands and no counter is sent; it leaves room for the thinking that was asked for. */
function withLimit(body: Json): Json {
  if (!isObject(body) || body.max_tokens !== undefined) return body;
  const budget = at(body, ["thinking", "budget_tokens"]);
  return { ...body, max_tokens: (typeof budget === "number" ? Math.max(0, Math.trunc(budget)) : 0) + 1024 };
}

/** What the caller's own body has for nobody but the gateway. */
const ownBody = (body: Json): JsonObject => (isObject(body) ? without(body, ["strict"]) : {});

/** Who counts, in words: the providers that have a counter on some API. */
const counters = ({ registry }: Job["parts"]): string =>
  Object.values(registry.source.providers)
    .filter((provider) => provider.chatApis().some(({ counter }) => counter !== undefined))
    .map(({ slug }) => slug)
    .join(", ");

async function answer(job: Job): Promise<Answer> {
  const { completion, requestId, parts } = job;
  const plan = countingPlan(job, await planFor(job));
  if (plan.ok && plan.attempts.length === 0) {
    const message = `No provider of this model that could be asked has a counter of its own; there is one at ${counters(parts)}`;
    throw new Refused(gatewayError("api", message, { status: 501, code: "not_implemented", param: "model" }));
  }
  const result = await runPlan(job, plan, (attempt, trace) => tryCount(job, attempt, trace));
  if (!result.ok) {
    const { error } = result;
    const outcome = error.status === 499 ? "cancelled" : "failed";
    await completion.end({ outcome, status: error.status, error });
    return errorAnswer(error, requestId, completion.attempts, codec.encodeError);
  }
  const { tokens, served } = result.answer;
  const headers = [
    ...servedHeaders(served, completion.attempts.length),
    ["content-type", "application/json"] as const,
  ];
  await completion.end({
    outcome: "success",
    status: 200,
    served: served.by,
    // Nothing prices a counter, and nothing has to.
    price: () => FREE_CHARGE,
  });
  return { status: 200, headers, body: JSON.stringify({ input_tokens: tokens }) };
}

export const countTokensRoute: Route = {
  name: COUNT_PATH,
  api: codec.id,
  encodeError: codec.encodeError,
  authenticate: (arrival, parts) =>
    authenticateCaller(credentialsOf(arrival, "x-api-key"), parts, "inference"),
  prepare: async (inbound, arrival, parts): Promise<Attempts> => {
    const json = await readJsonBody(arrival, parts.limits, (bytes) => {
      inbound.body = bytes;
    });
    const { request, caller, native } = readRequest(withLimit(json), inbound.headers, codec, parts);
    if (native !== null || caller !== codec)
      throw new Refused(
        gatewayError("invalid_request", `${COUNT_PATH} takes Anthropic's form only`, {
          code: "invalid_header",
        }),
      );
    inbound.model = request.model;
    inbound.limitsOf = "counts";
    inbound.worstCost = async () => 0n;
    const { tenant, id, signal, headers, startedAt } = inbound;
    return (completion) =>
      answer({
        parts,
        completion,
        tenant,
        requestId: id,
        callerSignal: signal,
        startedAt,
        request: { ...request, stream: false },
        caller: codec,
        body: ownBody(json),
        native: null,
        beyond: null,
        keep: null,
        callerHeaders: passedHeaders(headers, parts),
        retries: inbound.retries,
      });
  },
};
