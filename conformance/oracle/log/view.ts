/**
 * What readers of the request log must be shown: every column worked out of the record and of what was said of it afterwards,
 * by nothing that the gateway has a part in. Money in pico-USD.
 * @module
 */
import type { RecordSeen } from "../../targets/views.ts";
import { picoOfUsd } from "../exact.ts";
import { type AnswerCounts, COMPLETION, PROMPT, sumOf } from "../meaning/answer.ts";

/** What was said of a request afterwards. */
export interface Judged {
  feedback: boolean | null;
  scores: Readonly<Record<string, number>>;
  properties: Readonly<Record<string, string>>;
}

export const UNJUDGED: Judged = { feedback: null, scores: {}, properties: {} };

/** A value of a column; `null` where the request has none. */
export type Shown = string | number | bigint | boolean | null;

export interface View {
  columns: Readonly<Record<string, Shown>>;
  properties: Readonly<Record<string, string>>;
  /** What is told, but neither searched nor added up. */
  rest: Readonly<Record<string, unknown>>;
  startedAt: number;
}

const countsOf = ({ usage }: RecordSeen): AnswerCounts | null =>
  usage.kind === "known" ? (usage.usage as AnswerCounts) : null;

/** The price, where one is known. */
const priceOf = ({ cost }: RecordSeen): bigint | null =>
  cost === null || cost.counted === "nothing" ? null : cost.amount;

/** A good answer of a provider, not of the cache, that nobody has a price for. */
const isUnpriced = (record: RecordSeen): boolean =>
  record.served !== null && record.outcome === "success" && !record.cached && priceOf(record) === null;

/** Those that failed, and the one that answered; a cache makes none. */
const countAttempts = ({ attempts, served, cached }: RecordSeen): number =>
  attempts.length + (served === null || cached ? 0 : 1);

export function viewOf(record: RecordSeen, judged: Judged): View {
  const { served, labels, error, cost } = record;
  const counts = countsOf(record);
  const [prompt, completion] = [counts && sumOf(counts, PROMPT), counts && sumOf(counts, COMPLETION)];
  const priced = cost?.computed?.kind === "priced" ? cost.computed.lines : null;
  return {
    columns: {
      request_id: record.id,
      request_created_at: new Date(record.startedAt).toISOString(),
      route: record.route,
      api: record.api,
      target_host: record.targetHost,
      model: record.model,
      model_served: served?.model ?? null,
      provider: served?.provider ?? null,
      endpoint: served?.endpoint ?? null,
      deployment: served?.deployment ?? null,
      api_upstream: served?.api ?? null,
      mode: served?.mode ?? null,
      streamed: record.stream,
      outcome: record.outcome,
      status: record.status,
      latency: record.latencyMs,
      time_to_first_token: record.firstTokenMs,
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt === null || completion === null ? null : prompt + completion,
      cost: priceOf(record),
      cost_reported: cost?.reported ?? null,
      cached: record.cached,
      unpriced: isUnpriced(record),
      attempt_count: countAttempts(record),
      error_type: error?.type ?? null,
      error_code: error?.code ?? null,
      user_id: labels.userId,
      session_id: labels.session?.id ?? null,
      session_path: labels.session?.path ?? null,
      session_name: labels.session?.name ?? null,
      feedback: judged.feedback,
    },
    properties: { ...labels.properties, ...judged.properties },
    rest: {
      error: error && { type: error.type, code: error.code, message: error.message },
      tokens: counts && { ...counts },
      cost_lines:
        priced?.map(({ class: name, count, amount }) => ({ class: name, count, cost: amount })) ?? null,
      attempts: record.attempts.map((attempt) => ({ ...attempt })),
      dropped: [...record.dropped],
      scores: { ...judged.scores },
    },
    startedAt: record.startedAt,
  };
}

const isLine = (value: unknown): value is { cost: string } => typeof value === "object" && value !== null;

/** A row as it was shown, its money in pico-USD: to be compared with all that {@link flat} has. */
export function amounts(shown: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const pico = (value: unknown): unknown => (typeof value === "string" ? picoOfUsd(value) : value);
  const { cost, cost_reported, cost_lines: lines } = shown;
  const read = Array.isArray(lines)
    ? lines.map((line: unknown) => (isLine(line) ? { ...line, cost: pico(line.cost) } : line))
    : lines;
  return { ...shown, cost: pico(cost), cost_reported: pico(cost_reported), cost_lines: read };
}

/** Everything of a view under the names that are shown. */
export function flat({ columns, properties, rest }: View): Record<string, unknown> {
  // What can be searched by itself is shown as one error.
  const { error_type: _type, error_code: _code, ...shown } = columns;
  return { ...shown, ...rest, properties };
}
