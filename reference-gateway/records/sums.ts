/**
 * Rows of sums, as a database gives them, as the request log tells them.
 * @module
 */
import type { RecordCounts } from "../stores/database.ts";
import type { Group } from "./fields.ts";
import type { GroupTotals, Percentiles, Totals } from "./log.ts";

/** The nearest ranks that are told, in percent; whole numbers, so that both databases agree. */
export const PERCENTILES = { p50: 50n, p90: 90n, p99: 99n } as const;

export const UNMEASURED: Percentiles = { p50: null, p90: null, p99: null };

/** Sums are numbers or texts, as the driver has them; `null` over no rows. */
export type SumRow = Record<keyof RecordCounts, unknown>;

export const numberOf = (value: unknown): number => Number(value ?? 0);
export const bigintOf = (value: unknown): bigint => BigInt(String(value ?? 0));

export const totalsOf = (row: SumRow | undefined): Omit<Totals, "latency" | "firstToken"> => ({
  requests: numberOf(row?.requests),
  failed: numberOf(row?.failed),
  cancelled: numberOf(row?.cancelled),
  cached: numberOf(row?.cached),
  promptTokens: numberOf(row?.prompt_tokens),
  completionTokens: numberOf(row?.completion_tokens),
  cost: bigintOf(row?.cost),
  unpriced: numberOf(row?.unpriced),
  positive: numberOf(row?.positive),
  negative: numberOf(row?.negative),
});

export const groupOf = (key: string | null, row: SumRow, latency: Percentiles): GroupTotals => ({
  key,
  requests: numberOf(row.requests),
  failed: numberOf(row.failed),
  cached: numberOf(row.cached),
  promptTokens: numberOf(row.prompt_tokens),
  completionTokens: numberOf(row.completion_tokens),
  cost: bigintOf(row.cost),
  latency,
});

/** How a group's key is told; days and hours are the first millisecond in the database. */
export const KEY_TEXT: Readonly<Record<Group, (value: unknown) => string>> = {
  day: (value) => new Date(numberOf(value)).toISOString().slice(0, 10),
  hour: (value) => new Date(numberOf(value)).toISOString().slice(0, 13).concat(":00Z"),
  model: String,
  provider: String,
  status: String,
  user_id: String,
  mode: String,
};

export interface PercentileRow {
  key: unknown;
  p50: unknown;
  p90: unknown;
  p99: unknown;
}

export const percentilesOf = ({ p50, p90, p99 }: PercentileRow): Percentiles => ({
  p50: numberOf(p50),
  p90: numberOf(p90),
  p99: numberOf(p99),
});
