/**
 * POST /v1/chat/completions, /v1/responses and /v1/messages: the same work, in the caller's API.
 * @module
 */
import type { ClientCodec } from "../../registry/apis/codec.ts";
import type { ApiError, AttemptSummary } from "../../registry/errors/api-error.ts";
import { isObject } from "../../registry/json.ts";
import type { Ending, Served } from "../attempts/attempt.ts";
import { run } from "../attempts/run.ts";
import type { GatewayParts, Tenant } from "../parts.ts";
import type { RequestRecord } from "../telemetry/record.ts";
import { readJsonBody } from "./body.ts";
import { clean, commonHeaders, errorResponse } from "./http.ts";
import { passedHeaders, readRequest } from "./request.ts";

function servedHeaders(
  { attempt, dropped, upstreamRequestId }: Served,
  attempts: readonly AttemptSummary[],
): Record<string, string> {
  return {
    "helicone-provider": attempt.endpoint.provider,
    "helicone-model": clean(attempt.endpoint.model),
    "helicone-deployment": attempt.endpoint.deployment,
    "helicone-mode": attempt.mode,
    "helicone-attempts": String(attempts.length + 1),
    ...(dropped.length === 0 ? {} : { "x-dropped-parameters": clean(dropped.join(", ")) }),
    ...(upstreamRequestId === null ? {} : { "helicone-upstream-request-id": clean(upstreamRequestId) }),
  };
}

type Base = Pick<RequestRecord, "id" | "tenantId" | "startedAt" | "model" | "stream">;

const failedRecord = (
  base: Base,
  error: ApiError,
  attempts: AttemptSummary[],
  latencyMs: number,
): RequestRecord => ({
  ...base,
  outcome: error.status === 499 ? "cancelled" : "failed",
  status: error.status,
  error: { type: error.type, code: error.code, message: error.message },
  served: null,
  attempts,
  dropped: [],
  usage: { kind: "unknown" },
  cost: null,
  latencyMs,
  firstTokenMs: null,
});

const servedRecord = (
  base: Base,
  ending: Ending,
  served: Served,
  attempts: AttemptSummary[],
  latencyMs: number,
): RequestRecord => ({
  ...base,
  outcome: ending.outcome,
  status: 200,
  error: ending.error && { type: ending.error.type, code: ending.error.code, message: ending.error.message },
  served: {
    provider: served.attempt.endpoint.provider,
    endpoint: served.attempt.endpoint.id,
    deployment: served.attempt.endpoint.deployment,
    mode: served.attempt.mode,
    upstreamRequestId: served.upstreamRequestId,
  },
  attempts,
  dropped: served.dropped,
  usage: ending.usage,
  cost: ending.charge,
  latencyMs,
  firstTokenMs: ending.firstTokenMs,
});

/** Stores the record. The caller has been served and charged by now: a store that fails costs the record, not the answer. */
async function keep({ records, log }: GatewayParts, record: RequestRecord): Promise<void> {
  try {
    await records.put(record);
  } catch (thrown) {
    log("error", "record.lost", {
      requestId: record.id,
      error: thrown instanceof Error ? thrown.name : "unknown",
    });
  }
}

/** Handles one chat request at a path of this API. @throws Refused for everything that is wrong before the first attempt */
export async function chat(
  parts: GatewayParts,
  request: Request,
  tenant: Tenant,
  requestId: string,
  own: ClientCodec,
): Promise<Response> {
  const startedAt = parts.clock.now();
  const json = await readJsonBody(request, parts.limits);
  const { caller, request: body, native } = readRequest(json, request.headers, own, parts);
  const base: Base = {
    id: requestId,
    tenantId: tenant.id,
    startedAt,
    model: body.model,
    stream: body.stream === true,
  };
  const elapsed = () => parts.clock.now() - startedAt;
  const callerHeaders = passedHeaders(request.headers, parts);
  const job = {
    parts,
    tenant,
    request: body,
    native,
    caller,
    body: isObject(json) ? json : {},
    callerHeaders,
    requestId,
    callerSignal: request.signal,
  };
  const result = await run(job, (ending, served, attempts) =>
    keep(parts, servedRecord(base, ending, served, attempts, elapsed())),
  );
  if (!result.ok) {
    await keep(parts, failedRecord(base, result.error, result.attempts, elapsed()));
    return errorResponse(result.error, requestId, result.attempts, caller);
  }
  const { answer, attempts } = result;
  const headers = { ...commonHeaders(requestId), ...servedHeaders(answer.served, attempts) };
  if (answer.kind === "stream") {
    return new Response(answer.body, {
      headers: { ...headers, "content-type": answer.type },
    });
  }
  return new Response(answer.body, {
    headers: { ...headers, "content-type": "application/json" },
  });
}
