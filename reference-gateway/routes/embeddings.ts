/**
 * POST /v1/embeddings, in OpenAI's form, to every endpoint that makes vectors (API-02).
 * @module
 */
import { openaiEmbeddings } from "../../registry/apis/openai-embeddings/index.ts";
import { gatewayError } from "../../registry/errors/api-error.ts";
import {
  type EmbeddingsJob,
  planEmbeddings,
  tryEmbeddings,
  worstEmbeddingsCost,
} from "../attempts/embeddings.ts";
import { runPlan } from "../attempts/run.ts";
import type { HeaderLookup } from "../header-lookup.ts";
import type { Attempts, Route } from "../stages/pipeline.ts";
import type { Answer, Inbound } from "../stages/stage.ts";
import { readJsonBody } from "./body.ts";
import { errorAnswer, Refused } from "./http.ts";
import { servedHeaders } from "./served.ts";
import { authenticateCaller, credentialsOf } from "./tenant.ts";

export const EMBEDDINGS_PATH = "/v1/embeddings";

const MAPPING = "helicone-gateway-body-mapping";

/** @throws Refused for a form that this path does not take */
function refuseMapping(headers: HeaderLookup): void {
  const given = headers.get(MAPPING)?.trim().toUpperCase();
  if (given === undefined || given === "OPENAI") return;
  const message = `${MAPPING}: at ${EMBEDDINGS_PATH} allowed is OPENAI`;
  throw new Refused(gatewayError("invalid_request", message, { code: "invalid_header", param: MAPPING }));
}

async function answer(job: EmbeddingsJob): Promise<Answer> {
  const { completion, requestId } = job;
  const result = await runPlan(job, await planEmbeddings(job), (attempt, trace) =>
    tryEmbeddings(job, attempt, trace),
  );
  if (!result.ok) {
    const { error } = result;
    const outcome = error.status === 499 ? "cancelled" : "failed";
    await completion.end({ outcome, status: error.status, error });
    return errorAnswer(error, requestId, completion.attempts, openaiEmbeddings.encodeError);
  }
  const { body, served } = result.answer;
  const type = ["content-type", "application/json"] as const;
  return { status: 200, headers: [...servedHeaders(served, completion.attempts.length), type], body };
}

export const embeddingsRoute: Route = {
  name: EMBEDDINGS_PATH,
  api: openaiEmbeddings.id,
  encodeError: openaiEmbeddings.encodeError,
  authenticate: (arrival, parts) => authenticateCaller(credentialsOf(arrival), parts, "inference"),
  prepare: async (inbound: Inbound, arrival, parts): Promise<Attempts> => {
    const json = await readJsonBody(arrival, parts.limits, (bytes) => {
      inbound.body = bytes;
    });
    refuseMapping(inbound.headers);
    const decoded = openaiEmbeddings.decodeRequest(json);
    if (!decoded.ok) {
      const { param, message, unsupported } = decoded;
      const code = unsupported ? "unsupported_parameter" : "invalid_body";
      throw new Refused(gatewayError("invalid_request", message, { param, code }));
    }
    const { request } = decoded;
    const { tenant, id, signal } = inbound;
    inbound.model = request.model;
    inbound.worstCost = () => worstEmbeddingsCost({ parts, tenant, request });
    return (completion) =>
      answer({
        parts,
        completion,
        tenant,
        request,
        requestId: id,
        callerHeaders: {},
        retries: inbound.retries,
        callerSignal: signal,
      });
  },
};
