/**
 * What the request log can be filtered and sorted by: the names that callers use, and the columns behind them.
 * @module
 */
import type { RecordRow } from "../stores/database.ts";

export type FieldKind = "text" | "number" | "time" | "money" | "flag";

export interface Field {
  kind: FieldKind;
  /** The column, or those whose sum it is; `null` counts as 0 in a sum. */
  columns: readonly (keyof RecordRow)[];
}

const one = (kind: FieldKind, column: keyof RecordRow): Field => ({ kind, columns: [column] });

const PROMPT_COLUMNS = [
  "tokens_input",
  "tokens_cache_read",
  "tokens_cache_read_audio",
  "tokens_cache_write_5m",
  "tokens_cache_write_1h",
  "tokens_audio_input",
  "tokens_image_input",
] as const satisfies (keyof RecordRow)[];

const COMPLETION_COLUMNS = [
  "tokens_output",
  "tokens_reasoning",
  "tokens_audio_output",
  "tokens_image_output",
] as const satisfies (keyof RecordRow)[];

/** By the names of Helicone's request table, where it has the thing. */
export const FIELDS = {
  request_id: one("text", "id"),
  request_created_at: one("time", "started_at"),
  route: one("text", "route"),
  api: one("text", "api"),
  target_host: one("text", "target_host"),
  model: one("text", "model"),
  model_served: one("text", "model_served"),
  provider: one("text", "provider"),
  endpoint: one("text", "endpoint"),
  deployment: one("text", "deployment"),
  mode: one("text", "mode"),
  outcome: one("text", "outcome"),
  status: one("number", "status"),
  error_type: one("text", "error_type"),
  error_code: one("text", "error_code"),
  latency: one("number", "latency_ms"),
  time_to_first_token: one("number", "first_token_ms"),
  cost: one("money", "cost"),
  prompt_tokens: { kind: "number", columns: PROMPT_COLUMNS },
  completion_tokens: { kind: "number", columns: COMPLETION_COLUMNS },
  total_tokens: { kind: "number", columns: [...PROMPT_COLUMNS, ...COMPLETION_COLUMNS] },
  cached: one("flag", "cached"),
  streamed: one("flag", "stream"),
  unpriced: one("flag", "unpriced"),
  attempt_count: one("number", "attempts"),
  feedback: one("flag", "feedback"),
  user_id: one("text", "user_id"),
  session_id: one("text", "session_id"),
  session_path: one("text", "session_path"),
  session_name: one("text", "session_name"),
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof FIELDS;

export const isFieldName = (name: string): name is FieldName => Object.hasOwn(FIELDS, name);

/** What the log can be put in order by. */
export const SORT_FIELDS = [
  "request_created_at",
  "latency",
  "cost",
  "total_tokens",
] as const satisfies FieldName[];
export type SortField = (typeof SORT_FIELDS)[number];

/** What totals can be split by; `day` is the UTC day. */
export const GROUPS = ["day", "hour", "model", "provider", "status", "user_id", "mode"] as const;
export type Group = (typeof GROUPS)[number];
