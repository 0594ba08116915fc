/**
 * POST /v1/chat/completions, /v1/responses and /v1/messages: the same work, in the caller's API.
 * @module
 */
import { isObject } from "../../registry/json.ts";
import type { Job } from "../attempts/job.ts";
import { worstCost } from "../attempts/plan.ts";
import { run } from "../attempts/run.ts";
import type { Attempts, Route } from "../stages/pipeline.ts";
import type { Answer, Inbound, Translated } from "../stages/stage.ts";
import { readJsonBody } from "./body.ts";
import { errorAnswer } from "./http.ts";
import { passedHeaders, readRequest } from "./request.ts";
import { servedHeaders } from "./served.ts";
import type { Surface } from "./surfaces.ts";
import { authenticateCaller, credentialsOf } from "./tenant.ts";

/** Runs the attempts of a request and gives the answer in the caller's API. */
async function answer(job: Job): Promise<Answer> {
  const { completion, caller, requestId } = job;
  const result = await run(job);
  if (!result.ok) {
    const { error } = result;
    const outcome = error.status === 499 ? "cancelled" : "failed";
    await completion.end({ outcome, status: error.status, error });
    return errorAnswer(error, requestId, completion.attempts, caller.encodeError);
  }
  const { body, served, ...given } = result.answer;
  const type = given.kind === "stream" ? given.type : "application/json";
  const headers = [...servedHeaders(served, completion.attempts.length), ["content-type", type] as const];
  return { status: 200, headers, body };
}

/** The route of chats for callers who speak one API. */
export function chatRoute(path: string, { codec, keyHeader }: Surface): Route {
  const prepare: Route["prepare"] = async (inbound: Inbound, arrival, parts): Promise<Attempts> => {
    const json = await readJsonBody(arrival, parts.limits, (bytes) => {
      inbound.body = bytes;
    });
    const { caller, request, native, beyond } = readRequest(json, inbound.headers, codec, parts);
    inbound.api = caller.id;
    inbound.encodeError = caller.encodeError;
    inbound.model = request.model;
    inbound.stream = request.stream === true;
    const translated: Translated = {
      request,
      native,
      beyond,
      caller,
      body: isObject(json) ? json : {},
      callerHeaders: passedHeaders(inbound.headers, parts),
    };
    const { tenant } = inbound;
    inbound.translated = translated;
    inbound.worstCost = () => worstCost({ ...translated, parts, tenant });
    return (completion) =>
      answer({
        request,
        native,
        beyond,
        caller,
        body: translated.body,
        callerHeaders: translated.callerHeaders,
        parts,
        completion,
        tenant,
        requestId: inbound.id,
        startedAt: inbound.startedAt,
        retries: inbound.retries,
        keep: inbound.keepCompletion,
        callerSignal: inbound.signal,
      });
  };
  return {
    name: path,
    api: codec.id,
    authenticate: (arrival, parts) =>
      authenticateCaller(credentialsOf(arrival, keyHeader), parts, "inference"),
    prepare,
    encodeError: codec.encodeError,
  };
}
