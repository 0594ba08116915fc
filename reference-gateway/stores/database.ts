/**
 * The tables, once for both databases. Every number is a 64-bit integer and arrives as `bigint`; money is pico-USD, times
 * are milliseconds since 1970, flags are 0 or 1 (the embedded driver knows no booleans).
 * @module
 */
import type { Generated, Kysely } from "kysely";

/** Longest text in a column of a record, in characters. */
export const TEXT_LIMIT = 1024;

/**
 * One request. `null` is "none" or "unknown", never 0. `body` is the whole record as JSON; the columns are for filters
 * and totals. Indexed by tenant and time, alone and with each of model, provider, user and session.
 */
export interface RecordRow {
  tenant_id: string;
  id: string;
  /** Milliseconds since 1970. */
  started_at: bigint;
  body: string;
  /** The path of the route, or `passthrough`. */
  route: string | null;
  /** The API that the caller spoke. */
  api: string | null;
  /** The host of a passthrough target. */
  target_host: string | null;
  /** The model field as the caller wrote it. */
  model: string | null;
  stream: bigint | null;
  outcome: "success" | "failed" | "cancelled" | null;
  /** What the caller got. */
  status: bigint | null;
  error_type: string | null;
  error_code: string | null;
  /** The five of who answered; `null` where nobody did. */
  model_served: string | null;
  provider: string | null;
  endpoint: string | null;
  deployment: string | null;
  api_upstream: string | null;
  mode: "ptb" | "byok" | null;
  /** Attempts in all, the one that answered included. */
  attempts: bigint | null;
  /** 1: the gateway's own cache answered. */
  cached: bigint | null;
  latency_ms: bigint | null;
  first_token_ms: bigint | null;
  /** What the call costs, in pico-USD; `null` where nothing prices it. */
  cost: bigint | null;
  /** The provider's own price, in pico-USD. */
  cost_reported: bigint | null;
  /** 1: answered, and nothing prices it. */
  unpriced: bigint | null;
  /** Disjoint counts by class; all `null` where the provider's usage is unknown. */
  tokens_input: bigint | null;
  tokens_cache_read: bigint | null;
  tokens_cache_read_audio: bigint | null;
  tokens_cache_write_5m: bigint | null;
  tokens_cache_write_1h: bigint | null;
  tokens_audio_input: bigint | null;
  tokens_image_input: bigint | null;
  tokens_output: bigint | null;
  tokens_reasoning: bigint | null;
  tokens_audio_output: bigint | null;
  tokens_image_output: bigint | null;
  searches: bigint | null;
  user_id: string | null;
  session_id: string | null;
  session_path: string | null;
  session_name: string | null;
  /** The caller's judgement afterwards: 1 good, 0 bad. */
  feedback: bigint | null;
  feedback_at: bigint | null;
}

export interface Tables {
  /** `available` is deposited − charged − reserved; the three are kept equal to the sums of the tables below. */
  wallet: {
    tenant_id: string;
    deposited: bigint;
    reserved: bigint;
    charged: bigint;
    /** How many ledger rows there are: the last `seq`. */
    entries: bigint;
    /** 1: nothing more is reserved from it. */
    suspended: bigint | null;
    /** 1: what is left was below the threshold of alerts at the last look. */
    low: bigint | null;
  };
  payment: { tenant_id: string; id: string; amount: bigint; at: bigint };
  /** Open reservations only: closing one takes its row out. */
  reservation: {
    id: string;
    tenant_id: string;
    request_id: string;
    amount: bigint;
    owner: string;
    at: bigint;
  };
  /** Reservations whose owner was thought to be dead; freed, and booked if they are settled after all. Kept a week. */
  lost_reservation: { id: string; tenant_id: string; request_id: string; amount: bigint; at: bigint };
  ledger: {
    tenant_id: string;
    seq: bigint;
    reservation_id: string;
    request_id: string;
    amount: bigint;
    at: bigint;
  };
  /** Gateway processes that may hold reservations. */
  owner: { id: string; host: string; pid: bigint; lease_until: bigint };
  provider_key: {
    id: string;
    tenant_id: string;
    provider: string;
    enabled: bigint;
    byok_only: bigint;
    /** The credential, encrypted. */
    encrypted: string;
    hint: string;
    /** 1: it is there because the configuration says so, and goes when the configuration no longer does. */
    declared: bigint;
    at: bigint;
    name: string | null;
    updated_at: bigint | null;
  };
  /** Gateway keys, hashed; `scopes` are separated by commas, `null` grants nothing, `expires_at` `null` is never. */
  gateway_key: {
    hash: string;
    tenant_id: string;
    declared: bigint;
    at: bigint;
    id: string | null;
    name: string | null;
    hint: string | null;
    scopes: string | null;
    expires_at: bigint | null;
  };
  /** Domains approved beside the table (`passthrough/approvals.ts`). */
  approved_domain: { host: string; how: "operator" | "txt"; at: bigint; checked_at: bigint };
  /** Calls that wait for a price; `body` is JSON. */
  pending_call: { tenant_id: string; id: string; at: bigint; body: string; reason: string };
  /** What is counted in windows of time (`stores/counters`); `until` is the end of the window. */
  counter: { key: string; used: bigint; until: bigint };
  /** Answers that the cache keeps (`stores/answers`), each slot of a key a row; `used_at` is about the last use. */
  answer: { key: string; text: string; bytes: bigint; until: bigint; used_at: bigint };
  record: RecordRow;
  /**
   * What records began or ceased to count, until it is added up (`records/totals.ts`); negative where it ceased. `day` is
   * its first millisecond, `round` the adding-up that took it.
   */
  record_change: RecordCounts & {
    seq: Generated<bigint>;
    round: bigint | null;
    tenant_id: string;
    day: bigint;
    model: string | null;
    provider: string | null;
    latency_ms: bigint | null;
    first_token_ms: bigint | null;
  };
  /** What was added up: by tenant, dimension and the key in it. */
  record_sum: RecordCounts & { tenant_id: string; dimension: string; key: string };
  /** How many requests took so many milliseconds, by the same. */
  record_spread: {
    tenant_id: string;
    dimension: string;
    measure: string;
    key: string;
    ms: bigint;
    requests: bigint;
  };
  /** One row: whoever adds up holds it. */
  record_round: { id: bigint; rounds: bigint };
  /** Bodies of requests and answers (`bodies/`), encrypted; `part` is `request` or `response`. */
  record_body: { tenant_id: string; record_id: string; part: string; encrypted: string; until: bigint };
  /** What callers said of their requests in `Helicone-Property-*`; names in lower case. */
  record_property: { tenant_id: string; record_id: string; name: string; value: string; started_at: bigint };
  /** What callers scored their requests with; `value` is a decimal text, as the embedded driver takes no fractions. */
  record_score: { tenant_id: string; record_id: string; name: string; value: string; at: bigint };
}

/** What {@link Tables.record_sum} adds up, of one record or of many. */
export interface RecordCounts {
  requests: bigint;
  failed: bigint;
  cancelled: bigint;
  cached: bigint;
  prompt_tokens: bigint;
  completion_tokens: bigint;
  cost: bigint;
  unpriced: bigint;
  positive: bigint;
  negative: bigint;
}

/** A database, or a transaction in it. */
export type Db = Kysely<Tables>;

/** A database that cannot be opened or used as configured; the message is for the operator and holds no secret. */
export class StorageError extends Error {
  override readonly name = "StorageError";
}

/** Why a driver failed, in its own words; a refused connection has only a code. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ("code" in error ? String(error.code) : error.name);
}
