/**
 * The request log in a database. Totals and percentiles are computed there, and every query names its tenant first.
 * @module
 */
import { type RawBuilder, sql } from "kysely";
import type { Db } from "../stores/database.ts";
import { recordFromJson } from "../stores/record-json.ts";
import { type Group, SORT_FIELDS } from "./fields.ts";
import type { Filter } from "./filter.ts";
import {
  type GroupTotals,
  type LoggedRequest,
  MAX_GROUPS,
  type Percentiles,
  type Query,
  type RequestLog,
} from "./log.ts";
import { fieldSql, groupSql, whereOf } from "./sql-where.ts";

/** A rate per million of the sorted requests; whole numbers, so that both databases agree. */
const PERCENTILES = { p50: 50n, p90: 90n, p99: 99n } as const;

const UNMEASURED: Percentiles = { p50: null, p90: null, p99: null };

const numberOf = (value: unknown): number => Number(value ?? 0);
const bigintOf = (value: unknown): bigint => BigInt(String(value ?? 0));

const owned = (tenantId: string, filter: Filter): RawBuilder<boolean> =>
  sql<boolean>`record.tenant_id = ${tenantId} and ${whereOf(filter)}`;

/** Sums that totals and groups have in common. */
const SUMS = sql`count(*) as requests,
  sum(case when record.outcome = 'failed' then 1 else 0 end) as failed,
  sum(case when record.outcome = 'cancelled' then 1 else 0 end) as cancelled,
  sum(coalesce(record.cached, 0)) as cached,
  sum(${fieldSql("prompt_tokens")}) as prompt_tokens,
  sum(${fieldSql("completion_tokens")}) as completion_tokens,
  sum(coalesce(record.cost, 0)) as cost`;

interface SumRow {
  requests: unknown;
  failed: unknown;
  cancelled: unknown;
  cached: unknown;
  prompt_tokens: unknown;
  completion_tokens: unknown;
  cost: unknown;
}

async function percentiles(
  db: Db,
  where: RawBuilder<boolean>,
  column: "latency_ms" | "first_token_ms",
): Promise<Percentiles> {
  const place = sql.ref(`record.${column}`);
  const counted = await sql<{ n: unknown }>`select count(${place}) as n from record where ${where}`.execute(
    db,
  );
  const n = bigintOf(counted.rows[0]?.n);
  if (n === 0n) return UNMEASURED;
  const at = async (rank: bigint): Promise<number> => {
    const { rows } = await sql<{ v: unknown }>`select ${place} as v from record
      where ${where} and ${place} is not null order by ${place} limit 1 offset ${rank}`.execute(db);
    return numberOf(rows[0]?.v);
  };
  // The nearest rank: the smallest value that at least p % of the requests do not exceed.
  const rankOf = (percent: bigint): bigint => (n * percent + 99n) / 100n - 1n;
  return {
    p50: await at(rankOf(PERCENTILES.p50)),
    p90: await at(rankOf(PERCENTILES.p90)),
    p99: await at(rankOf(PERCENTILES.p99)),
  };
}

/** The smallest value that at least so many percent of its group do not exceed. */
const nearestRank = (percent: bigint): RawBuilder<bigint> =>
  sql<bigint>`min(case when ranked.place * 100 >= ranked.total * ${percent} then ranked.latency end)`;

/** The percentiles of each group's latency, by the group's key as the database has it. */
async function latencyByGroup(
  db: Db,
  where: RawBuilder<boolean>,
  key: RawBuilder<unknown>,
): Promise<Map<string, Percentiles>> {
  const { rows } = await sql<{ key: unknown; p50: unknown; p90: unknown; p99: unknown }>`
    select ranked.key, ${nearestRank(PERCENTILES.p50)} as p50, ${nearestRank(PERCENTILES.p90)} as p90,
      ${nearestRank(PERCENTILES.p99)} as p99
    from (select ${key} as key, record.latency_ms as latency,
        row_number() over (partition by ${key} order by record.latency_ms) as place,
        count(*) over (partition by ${key}) as total
      from record where ${where}) as ranked
    group by ranked.key`.execute(db);
  return new Map(
    rows.map(({ key: name, p50, p90, p99 }) => [
      String(name),
      { p50: numberOf(p50), p90: numberOf(p90), p99: numberOf(p99) },
    ]),
  );
}

const KEY_TEXT: Readonly<Record<Group, (value: unknown) => string>> = {
  day: (value) => new Date(numberOf(value)).toISOString().slice(0, 10),
  hour: (value) => new Date(numberOf(value)).toISOString().slice(0, 13).concat(":00Z"),
  model: String,
  provider: String,
  status: String,
  user_id: String,
  mode: String,
};

/** The scores of some records, by record. */
async function scoresOf(
  db: Db,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, Record<string, number>>> {
  const found = new Map<string, Record<string, number>>();
  if (ids.length === 0) return found;
  const rows = await db
    .selectFrom("record_score")
    .select(["record_id", "name", "value"])
    .where("tenant_id", "=", tenantId)
    .where("record_id", "in", ids)
    .execute();
  for (const { record_id: id, name, value } of rows)
    found.set(id, { ...found.get(id), [name]: Number(value) });
  return found;
}

/** The properties of some records, those that were set afterwards included, by record. */
async function propertiesOf(
  db: Db,
  tenantId: string,
  ids: readonly string[],
): Promise<Map<string, Record<string, string>>> {
  const found = new Map<string, Record<string, string>>();
  if (ids.length === 0) return found;
  const rows = await db
    .selectFrom("record_property")
    .select(["record_id", "name", "value"])
    .where("tenant_id", "=", tenantId)
    .where("record_id", "in", ids)
    .execute();
  for (const { record_id: id, name, value } of rows) found.set(id, { ...found.get(id), [name]: value });
  return found;
}

interface LoggedRow {
  id: string;
  body: string;
  feedback: bigint | null;
}

async function logged(db: Db, tenantId: string, rows: readonly LoggedRow[]): Promise<LoggedRequest[]> {
  const ids = rows.map(({ id }) => id);
  const scores = await scoresOf(db, tenantId, ids);
  const properties = await propertiesOf(db, tenantId, ids);
  return rows.map(({ id, body, feedback }) => {
    const record = recordFromJson(body);
    return {
      record: { ...record, labels: { ...record.labels, properties: properties.get(id) ?? {} } },
      feedback: feedback === null ? null : feedback === 1n,
      scores: scores.get(id) ?? {},
    };
  });
}

export function sqlRequestLog(db: Db): RequestLog {
  const exists = async (tenantId: string, id: string): Promise<boolean> =>
    (await db
      .selectFrom("record")
      .select("id")
      .where("tenant_id", "=", tenantId)
      .where("id", "=", id)
      .executeTakeFirst()) !== undefined;
  return {
    find: async (tenantId, id) => {
      const rows = await db
        .selectFrom("record")
        .select(["id", "body", "feedback"])
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .execute();
      return (await logged(db, tenantId, rows))[0] ?? null;
    },
    query: async (tenantId, { filter, sort, offset, limit }: Query) => {
      const field = SORT_FIELDS.find((name) => name === sort.field) ?? "request_created_at";
      const direction = sort.descending ? sql`desc` : sql`asc`;
      const { rows } = await sql<LoggedRow>`select record.id, record.body, record.feedback from record
        where ${owned(tenantId, filter)}
        order by ${fieldSql(field)} ${direction}, record.id ${direction}
        limit ${BigInt(limit)} offset ${BigInt(offset)}`.execute(db);
      return logged(db, tenantId, rows);
    },
    page: async (tenantId, filter, after, limit) => {
      const beyond =
        after === null
          ? sql`1 = 1`
          : sql`(record.started_at, record.id) > (${BigInt(after.startedAt)}, ${after.id})`;
      const { rows } = await sql<LoggedRow>`select record.id, record.body, record.feedback from record
        where ${owned(tenantId, filter)} and ${beyond}
        order by record.started_at, record.id limit ${BigInt(limit)}`.execute(db);
      return logged(db, tenantId, rows);
    },
    totals: async (tenantId, filter) => {
      const where = owned(tenantId, filter);
      const { rows } = await sql<SumRow & { unpriced: unknown; positive: unknown; negative: unknown }>`
        select ${SUMS}, sum(coalesce(record.unpriced, 0)) as unpriced,
          sum(case when record.feedback = 1 then 1 else 0 end) as positive,
          sum(case when record.feedback = 0 then 1 else 0 end) as negative
        from record where ${where}`.execute(db);
      const [row] = rows;
      return {
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
        latency: await percentiles(db, where, "latency_ms"),
        firstToken: await percentiles(db, where, "first_token_ms"),
      };
    },
    groups: async (tenantId, filter, group) => {
      const key = groupSql(group);
      const inTime = group === "day" || group === "hour";
      const { rows } = await sql<SumRow & { key: unknown }>`select ${key} as key, ${SUMS} from record
        where ${owned(tenantId, filter)} group by ${key}
        order by ${inTime ? sql`1 desc` : sql`requests desc, 1`} limit ${BigInt(MAX_GROUPS)}`.execute(db);
      const latency = await latencyByGroup(db, owned(tenantId, filter), key);
      const found = rows.map(
        (row): GroupTotals => ({
          key: row.key === null ? null : KEY_TEXT[group](row.key),
          requests: numberOf(row.requests),
          failed: numberOf(row.failed),
          cached: numberOf(row.cached),
          promptTokens: numberOf(row.prompt_tokens),
          completionTokens: numberOf(row.completion_tokens),
          cost: bigintOf(row.cost),
          latency: latency.get(String(row.key)) ?? UNMEASURED,
        }),
      );
      return inTime ? found.reverse() : found;
    },
    rate: async (tenantId, id, rating, at) => {
      const { numUpdatedRows } = await db
        .updateTable("record")
        .set({ feedback: rating ? 1n : 0n, feedback_at: BigInt(at) })
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    score: async (tenantId, id, scores, at) => {
      if (!(await exists(tenantId, id))) return false;
      const key = { tenant_id: tenantId, record_id: id };
      const rows = Object.entries(scores).map(([name, value]) => ({
        ...key,
        name,
        value: String(value),
        at: BigInt(at),
      }));
      if (rows.length > 0)
        await db
          .insertInto("record_score")
          .values(rows)
          .onConflict((on) =>
            on
              .columns(["tenant_id", "record_id", "name"])
              .doUpdateSet((eb) => ({ value: eb.ref("excluded.value"), at: eb.ref("excluded.at") })),
          )
          .execute();
      return true;
    },
    setProperty: (tenantId, id, name, value) =>
      db.transaction().execute(async (tx) => {
        const row = await tx
          .selectFrom("record")
          .select(["started_at"])
          .where("tenant_id", "=", tenantId)
          .where("id", "=", id)
          .executeTakeFirst();
        if (!row) return false;
        const key = { tenant_id: tenantId, record_id: id, name: name.toLowerCase() };
        await tx
          .insertInto("record_property")
          .values({ ...key, value, started_at: row.started_at })
          .onConflict((on) => on.columns(["tenant_id", "record_id", "name"]).doUpdateSet({ value }))
          .execute();
        return true;
      }),
  };
}
