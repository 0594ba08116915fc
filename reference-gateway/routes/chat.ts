/**
 * POST /v1/chat/completions.
 * @module
 */
import type { z } from "zod";
import { type ChatRequest, ChatRequestSchema } from "../../registry/chat.ts";
import { type ApiError, type AttemptSummary, gatewayError } from "../../registry/errors/api-error.ts";
import type { Ending, Served } from "../attempts/attempt.ts";
import { run } from "../attempts/run.ts";
import type { RequestRecord } from "../observability/record.ts";
import type { GatewayParts, Tenant } from "../parts.ts";
import { readJsonBody } from "./body.ts";
import { clean, commonHeaders, errorResponse, Refused } from "./http.ts";

/** `messages[0].content`: the place of an issue as callers write it. */
function place(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === "number" ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key),
    "",
  );
}

/** The most telling issue: inside a union the branch that got furthest. */
function deepest(issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string } {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return issue;
  const nested = issue.errors.flat().map(deepest);
  const best = nested.reduce((a, b) => (b.path.length > a.path.length ? b : a), {
    path: [] as PropertyKey[],
    message: issue.message,
  });
  return { path: [...issue.path, ...best.path], message: best.message };
}

function parseRequest(body: unknown): ChatRequest {
  const parsed = ChatRequestSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const { path, message } = first ? deepest(first) : { path: [], message: "not a chat request" };
  const param = place(path);
  const unsupportedPart = /content\[\d+\]\.type$/.test(param);
  throw new Refused(
    gatewayError("invalid_request", `${param || "the body"}: ${message}`, {
      param: param || null,
      code: unsupportedPart ? "unsupported_parameter" : "invalid_body",
    }),
  );
}

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

/** Handles one chat request. @throws Refused for everything that is wrong before the first attempt */
export async function chat(
  parts: GatewayParts,
  request: Request,
  tenant: Tenant,
  requestId: string,
): Promise<Response> {
  const startedAt = parts.clock.now();
  const body = parseRequest(await readJsonBody(request, parts.limits));
  const base: Base = {
    id: requestId,
    tenantId: tenant.id,
    startedAt,
    model: body.model,
    stream: body.stream === true,
  };
  const elapsed = () => parts.clock.now() - startedAt;
  const job = { parts, tenant, request: body, requestId, callerSignal: request.signal };
  const result = await run(job, (ending, served, attempts) =>
    keep(parts, servedRecord(base, ending, served, attempts, elapsed())),
  );
  if (!result.ok) {
    await keep(parts, failedRecord(base, result.error, result.attempts, elapsed()));
    return errorResponse(result.error, requestId, result.attempts);
  }
  const { answer, attempts } = result;
  const headers = { ...commonHeaders(requestId), ...servedHeaders(answer.served, attempts) };
  if (answer.kind === "stream") {
    return new Response(answer.body, {
      headers: { ...headers, "content-type": "text/event-stream; charset=utf-8" },
    });
  }
  return new Response(JSON.stringify(answer.completion), {
    headers: { ...headers, "content-type": "application/json" },
  });
}
