/**
 * A logged request as its tenant reads it: flat, money as decimal USD, no bodies and no secrets.
 * @module
 */
import type { JsonObject } from "../../registry/json.ts";
import { picoToUsd } from "../../registry/pricing/money.ts";
import { columnsOf } from "../stores/record-row.ts";
import { FIELDS } from "./fields.ts";
import type { GroupTotals, LoggedRequest, Percentiles, Totals } from "./log.ts";

const usd = (pico: bigint | null): string | null => (pico === null ? null : picoToUsd(pico));

/** The record of a request, under the names that filters use. */
export function requestView({ record, feedback, scores }: LoggedRequest): JsonObject {
  const columns = columnsOf(record);
  const total = (name: "prompt_tokens" | "completion_tokens" | "total_tokens"): number | null =>
    record.usage.kind === "known"
      ? FIELDS[name].columns.reduce((sum, column) => sum + Number(columns[column] ?? 0n), 0)
      : null;
  const { labels, error, cost } = record;
  return {
    request_id: record.id,
    request_created_at: new Date(record.startedAt).toISOString(),
    route: record.route,
    api: record.api,
    target_host: record.targetHost,
    model: record.model,
    model_served: columns.model_served,
    provider: columns.provider,
    endpoint: columns.endpoint,
    deployment: columns.deployment,
    api_upstream: columns.api_upstream,
    mode: columns.mode,
    streamed: record.stream,
    outcome: record.outcome,
    status: record.status,
    error: error && { type: error.type, code: error.code, message: error.message },
    latency: record.latencyMs,
    time_to_first_token: record.firstTokenMs,
    prompt_tokens: total("prompt_tokens"),
    completion_tokens: total("completion_tokens"),
    total_tokens: total("total_tokens"),
    tokens: record.usage.kind === "known" ? { ...record.usage.usage } : null,
    cost: usd(columns.cost),
    cost_reported: usd(columns.cost_reported),
    cost_lines:
      cost?.computed?.kind === "priced"
        ? cost.computed.lines.map((line) => ({
            class: line.class,
            count: line.count,
            cost: picoToUsd(line.amount),
          }))
        : null,
    unpriced: columns.unpriced === 1n,
    cached: record.cached,
    attempt_count: Number(columns.attempts),
    attempts: record.attempts.map((attempt) => ({ ...attempt })),
    dropped: record.dropped,
    user_id: labels.userId,
    session_id: labels.session?.id ?? null,
    session_path: labels.session?.path ?? null,
    session_name: labels.session?.name ?? null,
    properties: { ...labels.properties },
    feedback,
    scores: { ...scores },
  };
}

const percentilesView = ({ p50, p90, p99 }: Percentiles): JsonObject => ({ p50, p90, p99 });

export const totalsView = (totals: Totals): JsonObject => ({
  requests: totals.requests,
  failed: totals.failed,
  cancelled: totals.cancelled,
  cached: totals.cached,
  prompt_tokens: totals.promptTokens,
  completion_tokens: totals.completionTokens,
  cost: picoToUsd(totals.cost),
  unpriced: totals.unpriced,
  feedback: { positive: totals.positive, negative: totals.negative },
  latency: percentilesView(totals.latency),
  time_to_first_token: percentilesView(totals.firstToken),
});

export const groupView = (group: GroupTotals): JsonObject => ({
  key: group.key,
  requests: group.requests,
  failed: group.failed,
  cached: group.cached,
  prompt_tokens: group.promptTokens,
  completion_tokens: group.completionTokens,
  cost: picoToUsd(group.cost),
  latency: percentilesView(group.latency),
});
