/**
 * Very many records, made by the database itself, and what the dashboard and the API ask of them.
 * @module
 */
import { sql } from "kysely";
import type { Filter } from "../../records/filter.ts";
import type { RequestLog } from "../../records/log.ts";
import { groupSql } from "../../records/sql-where.ts";
import {
  addUp,
  COUNTS,
  DIMENSIONS,
  keySql,
  MEASURES,
  noteChange,
  SUMS_OF_RECORDS,
} from "../../records/totals.ts";
import { recordOf } from "../../telemetry/testing/record.ts";
import type { Db } from "../database.ts";
import { recordToJson } from "../record-json.ts";

export const TENANT = "acme";
/** The time of the newest record; the others are spread evenly over thirty days, three tenants in turn. */
export const NEWEST = Date.UTC(2026, 11, 1);
const SPREAD_MS = 30 * 86_400_000;
const HOUR_MS = 3_600_000;

const SAMPLE = recordOf({
  id: "sample",
  tenantId: TENANT,
  startedAt: NEWEST,
  model: "model-1",
  latencyMs: 900,
});

/** Changes that are added up at once, since here nobody waits for a lock. */
const ROUND = 20_000;

/** What a plan of the table has: its indexes, but for the one that keeps ids apart. */
async function indexesOf(db: Db): Promise<{ indexname: string; indexdef: string }[]> {
  const { rows } = await sql<{
    indexname: string;
    indexdef: string;
  }>`select indexname, indexdef from pg_indexes
    where tablename = 'record' and indexname <> 'record_pk'`.execute(db);
  return rows;
}

/** The totals of all records in one pass for each part: the same that changes come to when they are added up. */
async function addAtOnce(db: Db): Promise<void> {
  const records = sql`(select record.*, ${groupSql("day")} as day from record) as record`;
  const names = sql.join(COUNTS.map((name) => sql.ref(name)));
  for (const dimension of DIMENSIONS) {
    const [part, key] = [sql.lit(dimension), keySql(dimension)];
    await sql`insert into record_sum (tenant_id, dimension, key, ${names})
      select tenant_id, ${part}, ${key}, ${SUMS_OF_RECORDS} from ${records} group by 1, 3`.execute(db);
    for (const [measure, column] of Object.entries(MEASURES)) {
      const ms = sql.ref(column);
      await sql`insert into record_spread (tenant_id, dimension, measure, key, ms, requests)
        select tenant_id, ${part}, ${sql.lit(measure)}, ${key}, ${ms}, count(*) from ${records}
        where ${ms} is not null group by 1, 4, 5`.execute(db);
    }
  }
}

export interface Making {
  /** For many millions: indexes and totals are made once at the end, by statements that take as long as they want. */
  atOnce?: boolean;
  tell?: (made: number) => void;
}

/** Fills an empty table, a part of it at a time, adds it up, and brings the statistics up to date. */
export async function makeRecords(
  db: Db,
  rows: number,
  { atOnce = false, tell = () => {} }: Making = {},
): Promise<void> {
  const body = recordToJson(SAMPLE);
  // One statement is as long as the pool lets it be.
  const step = atOnce ? 250_000 : 5_000;
  const apart = Math.max(1, Math.floor(SPREAD_MS / rows));
  const indexes = atOnce ? await indexesOf(db) : [];
  for (const { indexname } of indexes) await sql`drop index ${sql.ref(indexname)}`.execute(db);
  for (let from = 0; from < rows; from += step) {
    const to = Math.min(from + step, rows) - 1;
    await sql`insert into record (tenant_id, id, started_at, body, route, api, model, outcome, status, provider,
        mode, stream, cached, latency_ms, cost, unpriced, tokens_input, tokens_output, user_id, session_id)
      select case n % 3 when 0 then 'other-1' when 1 then 'other-2' else ${TENANT} end, 'r' || n,
        ${sql.lit(NEWEST)}::bigint - n::bigint * ${sql.lit(apart)}, ${body}, '/v1/chat/completions', 'openai-chat',
        'model-' || n % 40, case when n % 50 = 2 then 'failed' else 'success' end, case when n % 50 = 2 then 503 else 200 end,
        'provider-' || n % 12, 'ptb', n % 2, 0, 200 + n % 1009 * 4, 1000000 + n % 977, 0, 100 + n % 900, 10 + n % 300,
        'user-' || n % 5000, 'session-' || n % 20000
      from generate_series(${sql.lit(from)}, ${sql.lit(to)}) as n`.execute(db);
    if (!atOnce) {
      const between = sql`started_at between ${sql.lit(NEWEST)}::bigint - ${sql.lit(to)}::bigint * ${sql.lit(apart)}
        and ${sql.lit(NEWEST)}::bigint - ${sql.lit(from)}::bigint * ${sql.lit(apart)}`;
      await noteChange(db, between, 1n);
      if ((to + 1) % ROUND === 0) await addUp(db, ROUND);
    }
    tell(to + 1);
  }
  await sql`insert into record_property (tenant_id, record_id, name, value, started_at)
    select tenant_id, id, 'team', 'team-' || (right(id, 2) || '0')::text, started_at from record
    where status <> 200`.execute(db);
  for (const { indexdef } of indexes) await sql.raw(indexdef).execute(db);
  if (atOnce) await addAtOnce(db);
  else while ((await addUp(db, ROUND)) === ROUND);
  for (const table of ["record", "record_property", "record_change", "record_sum", "record_spread"])
    await sql`vacuum analyze ${sql.table(table)}`.execute(db);
}

type Field = Extract<Filter, { kind: "field" }>["field"];
const equals = (field: Field, value: string): Filter => ({ kind: "field", field, operator: "equals", value });
const since = (ms: number): Filter => ({
  kind: "field",
  field: "request_created_at",
  operator: "gte",
  value: BigInt(NEWEST - ms),
});
const page = (log: RequestLog, filter: Filter) =>
  log.query(TENANT, {
    filter,
    offset: 0,
    limit: 50,
    sort: { field: "request_created_at", descending: true },
  });

/** What is asked, by name. */
export const LOG_QUESTIONS: Readonly<Record<string, (log: RequestLog) => Promise<unknown>>> = {
  "newest page": (log) => page(log, { kind: "all" }),
  "page of a model": (log) => page(log, equals("model", "model-7")),
  "page of a provider": (log) => page(log, equals("provider", "provider-5")),
  "page of a user": (log) => page(log, equals("user_id", "user-77")),
  "page of a session": (log) => page(log, equals("session_id", "session-777")),
  "page of failures": (log) => page(log, equals("outcome", "failed")),
  "one request": (log) => log.find(TENANT, "r5000"),
  "totals of the last hour": (log) => log.totals(TENANT, since(HOUR_MS)),
  "models of the last day": (log) => log.groups(TENANT, since(24 * HOUR_MS), "model"),
  "hours of the last day": (log) => log.groups(TENANT, since(24 * HOUR_MS), "hour"),
  "export, first page": (log) => log.page(TENANT, { kind: "all" }, null, 500),
};

const TODAY = NEWEST - (NEWEST % (24 * HOUR_MS));

/** What the overview asks, of everything and of thirty days. */
export const OVERVIEW_QUESTIONS: Readonly<Record<string, (log: RequestLog) => Promise<unknown>>> = {
  "totals of everything": (log) => log.totals(TENANT, { kind: "all" }),
  "days of a month": (log) => log.groups(TENANT, since(NEWEST - TODAY + 29 * 24 * HOUR_MS), "day"),
  "models of everything": (log) => log.groups(TENANT, { kind: "all" }, "model"),
  "providers of everything": (log) => log.groups(TENANT, { kind: "all" }, "provider"),
  "totals of a model": (log) => log.totals(TENANT, equals("model", "model-7")),
  "totals of a provider": (log) => log.totals(TENANT, equals("provider", "provider-5")),
};
