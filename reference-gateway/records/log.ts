/**
 * The request log as its readers see it: what a tenant's own requests were, in order, in total, and judged afterwards.
 * @module
 */
import type { RequestRecord } from "../telemetry/record.ts";
import type { Group, SortField } from "./fields.ts";
import type { Filter } from "./filter.ts";

/** Most records of one answer. */
export const MAX_PAGE = 1000;
/** Furthest offset: beyond it, a narrower filter serves better than a longer walk. */
export const MAX_OFFSET = 100_000;
/** Most groups of one answer. */
export const MAX_GROUPS = 1000;

/** Most properties of one request, and their characters in all: what its headers could have held. */
export const MAX_PROPERTIES = 64;
export const MAX_PROPERTY_CHARS = 16 * 1024;
/** Most scores of one request. */
export const MAX_SCORES = 50;

/** More is said of a request than is kept of one: nothing was changed. */
export class TooMuchSaid extends Error {
  override readonly name = "TooMuchSaid";
}

export interface Query {
  filter: Filter;
  sort: { field: SortField; descending: boolean };
  offset: number;
  limit: number;
}

/** Where a page ended. */
export interface Position {
  startedAt: number;
  id: string;
}

/** A record with what was said about it afterwards. */
export interface LoggedRequest {
  record: RequestRecord;
  /** `null` where nobody rated it. */
  feedback: boolean | null;
  scores: Readonly<Record<string, number>>;
}

/** Sums over requests. Money in pico-USD, times in milliseconds; percentiles are `null` without a measured request. */
export interface Totals {
  requests: number;
  failed: number;
  cancelled: number;
  cached: number;
  promptTokens: number;
  completionTokens: number;
  cost: bigint;
  unpriced: number;
  positive: number;
  negative: number;
  latency: Percentiles;
  firstToken: Percentiles;
}

export interface Percentiles {
  p50: number | null;
  p90: number | null;
  p99: number | null;
}

export interface GroupTotals {
  /** The group's value; `null` where the requests have none. */
  key: string | null;
  requests: number;
  failed: number;
  cached: number;
  promptTokens: number;
  completionTokens: number;
  cost: bigint;
  latency: Percentiles;
}

/** Everything is of one tenant: another's ids are unknown ones (SEC-04, FBK-01). */
export interface RequestLog {
  find(tenantId: string, id: string): Promise<LoggedRequest | null>;
  query(tenantId: string, query: Query): Promise<LoggedRequest[]>;
  /** The next requests in order of time; for exports, which know no end. */
  page(tenantId: string, filter: Filter, after: Position | null, limit: number): Promise<LoggedRequest[]>;
  totals(tenantId: string, filter: Filter): Promise<Totals>;
  /** The largest groups by requests; days and hours in order of time. */
  groups(tenantId: string, filter: Filter, group: Group): Promise<GroupTotals[]>;
  /** The latest rating counts. `false` where there is no such request. */
  rate(tenantId: string, id: string, rating: boolean, at: number): Promise<boolean>;
  /** @throws TooMuchSaid */
  score(tenantId: string, id: string, scores: Readonly<Record<string, number>>, at: number): Promise<boolean>;
  /** @throws TooMuchSaid */
  setProperty(tenantId: string, id: string, name: string, value: string): Promise<boolean>;
}
