/**
 * A record as a row: the whole of it as JSON in `body`, and in columns what filters and totals need. `null` is "none" or
 * "unknown", never 0.
 * @module
 */
import { COMPLETION_CLASSES, PROMPT_CLASSES, type UsageClass } from "../../registry/canonical/usage.ts";
import type { PicoUsd } from "../../registry/pricing/money.ts";
import { MAX_AMOUNT } from "../accounting/amount.ts";
import { attemptCount, type RequestRecord } from "../telemetry/record.ts";
import { type RecordRow, TEXT_LIMIT } from "./database.ts";
import { recordToJson } from "./record-json.ts";

/** The columns beside the key and the body. */
export type RecordColumns = Omit<
  RecordRow,
  "tenant_id" | "id" | "started_at" | "body" | "feedback" | "feedback_at"
>;

type TokenColumn = Extract<keyof RecordRow, `tokens_${string}` | "searches">;

/** Classes without a column: `request` is a fee, not a count, and the uses of tools other than search stand in the body. */
type Unlisted = "request" | "fileSearch" | "codeInterpreter" | "maps";

/** Where the count of a class stands. */
export const TOKEN_COLUMNS = {
  input: "tokens_input",
  cacheRead: "tokens_cache_read",
  cacheReadAudio: "tokens_cache_read_audio",
  cacheWrite5m: "tokens_cache_write_5m",
  cacheWrite1h: "tokens_cache_write_1h",
  audioInput: "tokens_audio_input",
  imageInput: "tokens_image_input",
  output: "tokens_output",
  reasoning: "tokens_reasoning",
  audioOutput: "tokens_audio_output",
  imageOutput: "tokens_image_output",
  search: "searches",
} as const satisfies Record<Exclude<UsageClass, Unlisted>, TokenColumn>;

const CLASSES = [...PROMPT_CLASSES, ...COMPLETION_CLASSES, "search"] as const;

const whole = (value: number | null): bigint | null =>
  value === null || !Number.isFinite(value) ? null : BigInt(Math.round(value));

/** Half of a surrogate pair, or the half of a whole one. */
const SURROGATE = /[\ud800-\udfff]/;

/** Text that both databases take (PostgreSQL has no NUL, and UTF-8 no half of a surrogate pair), cut to a bound. */
function text(value: string | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  const cut = value.slice(0, TEXT_LIMIT);
  const isPlain = !SURROGATE.test(cut) && !cut.includes("\u0000");
  return isPlain ? cut : Buffer.from(cut).toString().replaceAll("\u0000", "\ufffd");
}

/** An amount that a wallet can be charged; one beyond all wallets, which was not charged, stands in the body only. */
const money = (amount: PicoUsd | null): PicoUsd | null =>
  amount === null || amount > MAX_AMOUNT ? null : amount;

const flag = (value: boolean): bigint => (value ? 1n : 0n);

function tokensOf({ usage }: RequestRecord): Record<TokenColumn, bigint | null> {
  const known = usage.kind === "known" ? usage.usage : null;
  const counts = CLASSES.map((name) => {
    const count = known === null ? null : (known[name] ?? 0);
    return [TOKEN_COLUMNS[name], Number.isSafeInteger(count) ? whole(count) : null] as const;
  });
  return Object.fromEntries(counts) as Record<TokenColumn, bigint | null>;
}

/** What the database filters and counts by. */
export function columnsOf(record: RequestRecord): RecordColumns {
  const { served, labels, cost, error } = record;
  const isPriced = cost !== null && cost.counted !== "nothing";
  return {
    route: text(record.route),
    api: text(record.api),
    target_host: text(record.targetHost),
    model: text(record.model),
    stream: flag(record.stream),
    outcome: record.outcome,
    status: whole(record.status),
    error_type: text(error?.type),
    error_code: text(error?.code),
    model_served: text(served?.model),
    provider: text(served?.provider),
    endpoint: text(served?.endpoint),
    deployment: text(served?.deployment),
    api_upstream: text(served?.api),
    mode: served?.mode ?? null,
    attempts: BigInt(attemptCount(record)),
    cached: flag(record.cached),
    latency_ms: whole(record.latencyMs),
    first_token_ms: whole(record.firstTokenMs),
    cost: money(isPriced ? cost.amount : null),
    cost_reported: money(cost?.reported ?? null),
    unpriced: flag(served !== null && !isPriced && record.outcome === "success" && !record.cached),
    ...tokensOf(record),
    user_id: text(labels.userId),
    session_id: text(labels.session?.id),
    session_path: text(labels.session?.path),
    session_name: text(labels.session?.name),
  };
}

/** The whole row. */
export const rowOf = (record: RequestRecord): Omit<RecordRow, "feedback" | "feedback_at"> => ({
  tenant_id: record.tenantId,
  id: record.id,
  started_at: BigInt(record.startedAt),
  body: recordToJson(record),
  ...columnsOf(record),
});

/** The caller's properties, one row each. */
export const propertyRowsOf = ({ tenantId, id, startedAt, labels }: RequestRecord) =>
  Object.entries(labels.properties).map(([name, value]) => ({
    tenant_id: tenantId,
    record_id: id,
    name: text(name) ?? "",
    value: text(value) ?? "",
    started_at: BigInt(startedAt),
  }));
