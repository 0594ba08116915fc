/**
 * The request log in a database. Totals and percentiles are computed there, and every query names its tenant first. What is
 * asked of everything, or of whole days, comes from totals that are kept (`kept.ts`), the rest from the records.
 * @module
 */
import { type RawBuilder, sql } from "kysely";
import type { Db } from "../stores/database.ts";
import { recordFromJson } from "../stores/record-json.ts";
import { type Group, SORT_FIELDS } from "./fields.ts";
import type { Filter } from "./filter.ts";
import { keptFor, keptGroups, keptGroupsFor, keptTotals } from "./kept.ts";
import {
  type LoggedRequest,
  MAX_GROUPS,
  MAX_PROPERTIES,
  MAX_PROPERTY_CHARS,
  MAX_SCORES,
  type Percentiles,
  type Query,
  type RequestLog,
  TooMuchSaid,
} from "./log.ts";
import { fieldSql, groupSql, whereOf } from "./sql-where.ts";
import {
  bigintOf,
  groupOf,
  KEY_TEXT,
  numberOf,
  PERCENTILES,
  type PercentileRow,
  percentilesOf,
  type SumRow,
  totalsOf,
  UNMEASURED,
} from "./sums.ts";
import { noted, SUMS_OF_RECORDS } from "./totals.ts";

const owned = (tenantId: string, filter: Filter): RawBuilder<boolean> =>
  sql<boolean>`record.tenant_id = ${tenantId} and ${whereOf(filter)}`;

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

/** The percentiles of the latency of the groups that are told, by the group's key as the database has it. */
async function latencyByGroup(
  db: Db,
  where: RawBuilder<boolean>,
  key: RawBuilder<unknown>,
  inTime: boolean,
): Promise<Map<string, Percentiles>> {
  const { rows } = await sql<PercentileRow>`
    select ranked.key, ${nearestRank(PERCENTILES.p50)} as p50, ${nearestRank(PERCENTILES.p90)} as p90,
      ${nearestRank(PERCENTILES.p99)} as p99
    from (select ${key} as key, record.latency_ms as latency,
        row_number() over (partition by ${key} order by record.latency_ms) as place,
        count(*) over (partition by ${key}) as total
      from record where ${where}) as ranked
    group by ranked.key
    order by ${inTime ? sql`1 desc` : sql`max(ranked.total) desc, 1`} limit ${BigInt(MAX_GROUPS)}`.execute(
    db,
  );
  return new Map(rows.map((row) => [String(row.key), percentilesOf(row)]));
}

const isTime = (group: Group): boolean => group === "day" || group === "hour";

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

/** What was said of one request. */
const saidOf = (
  db: Db,
  table: "record_score" | "record_property",
  tenantId: string,
  id: string,
): Promise<{ name: string; value: string }[]> =>
  db
    .selectFrom(table)
    .select(["name", "value"])
    .where("tenant_id", "=", tenantId)
    .where("record_id", "=", id)
    .execute();

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
      const kept = keptFor(filter);
      if (kept) return keptTotals(db, tenantId, kept);
      const where = owned(tenantId, filter);
      const { rows } = await sql<SumRow>`select ${SUMS_OF_RECORDS} from record where ${where}`.execute(db);
      return {
        ...totalsOf(rows[0]),
        latency: await percentiles(db, where, "latency_ms"),
        firstToken: await percentiles(db, where, "first_token_ms"),
      };
    },
    groups: async (tenantId, filter, group) => {
      const kept = keptGroupsFor(filter, group);
      if (kept) return keptGroups(db, tenantId, kept);
      const key = groupSql(group);
      const inTime = isTime(group);
      const { rows } = await sql<
        SumRow & { key: unknown }
      >`select ${key} as key, ${SUMS_OF_RECORDS} from record
        where ${owned(tenantId, filter)} group by ${key}
        order by ${inTime ? sql`1 desc` : sql`requests desc, 1`} limit ${BigInt(MAX_GROUPS)}`.execute(db);
      const latency = await latencyByGroup(db, owned(tenantId, filter), key, inTime);
      const found = rows.map((row) =>
        groupOf(
          row.key === null ? null : KEY_TEXT[group](row.key),
          row,
          latency.get(String(row.key)) ?? UNMEASURED,
        ),
      );
      return inTime ? found.reverse() : found;
    },
    rate: (tenantId, id, rating, at) =>
      db.transaction().execute(async (tx) => {
        const mine = tx.updateTable("record").where("tenant_id", "=", tenantId).where("id", "=", id);
        const locked = await mine.set({ feedback_at: BigInt(at) }).executeTakeFirst();
        if (locked.numUpdatedRows !== 1n) return false;
        const feedback = rating ? 1n : 0n;
        await noted(tx, tenantId, id, async () => void (await mine.set({ feedback }).execute()));
        return true;
      }),
    score: async (tenantId, id, scores, at) => {
      if (!(await exists(tenantId, id))) return false;
      const key = { tenant_id: tenantId, record_id: id };
      const rows = Object.entries(scores).map(([name, value]) => ({
        ...key,
        name,
        value: String(value),
        at: BigInt(at),
      }));
      if (rows.length === 0) return true;
      await db.transaction().execute(async (tx) => {
        await tx
          .insertInto("record_score")
          .values(rows)
          .onConflict((on) =>
            on
              .columns(["tenant_id", "record_id", "name"])
              .doUpdateSet((eb) => ({ value: eb.ref("excluded.value"), at: eb.ref("excluded.at") })),
          )
          .execute();
        const said = await saidOf(tx, "record_score", tenantId, id);
        if (said.length > MAX_SCORES) throw new TooMuchSaid();
      });
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
        const said = await saidOf(tx, "record_property", tenantId, id);
        const chars = said.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
        if (said.length > MAX_PROPERTIES || chars > MAX_PROPERTY_CHARS) throw new TooMuchSaid();
        return true;
      }),
  };
}
