/**
 * Totals that are kept as requests come, so that those of everything need not read everything (OBS-03).
 *
 * Whatever changes what a record counts writes what it counted with the weight −1 and what it counts now with +1, in the
 * transaction of the change; nobody waits for a common row. From time to time changes are added up by tenant in four
 * ways (all, by model, by provider, by day) and removed. Who reads takes the sums and the changes that are not in them yet
 * from one statement, so what is read is exact at each moment, whether changes were added up or not.
 * @module
 */
import { type RawBuilder, sql } from "kysely";
import type { Db, RecordCounts } from "../stores/database.ts";
import { prepared } from "../stores/prepared.ts";
import { fieldSql, groupSql } from "./sql-where.ts";

/** What is added up. */
export const COUNTS = [
  "requests",
  "failed",
  "cancelled",
  "cached",
  "prompt_tokens",
  "completion_tokens",
  "cost",
  "unpriced",
  "positive",
  "negative",
] as const satisfies (keyof RecordCounts)[];

/** What a record counts. */
const COUNTED: Readonly<Record<keyof RecordCounts, RawBuilder<unknown>>> = {
  requests: sql`1`,
  failed: sql`case when record.outcome = 'failed' then 1 else 0 end`,
  cancelled: sql`case when record.outcome = 'cancelled' then 1 else 0 end`,
  cached: sql`coalesce(record.cached, 0)`,
  prompt_tokens: fieldSql("prompt_tokens"),
  completion_tokens: fieldSql("completion_tokens"),
  cost: sql`coalesce(record.cost, 0)`,
  unpriced: sql`coalesce(record.unpriced, 0)`,
  positive: sql`case when record.feedback = 1 then 1 else 0 end`,
  negative: sql`case when record.feedback = 0 then 1 else 0 end`,
};

/** The sums over records, as a list of columns. */
export const SUMS_OF_RECORDS = sql.join(COUNTS.map((name) => sql`sum(${COUNTED[name]}) as ${sql.ref(name)}`));

/** The ways in which changes are added up: `all`, and three groups of the request log. */
export const DIMENSIONS = ["all", "model", "provider", "day"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** What names a part of a dimension: empty for everything, the day's first millisecond, or a name that may be missing. */
export const keySql = (dimension: Dimension): RawBuilder<string> => {
  if (dimension === "all") return sql<string>`''`;
  if (dimension === "day") return sql<string>`cast(day as text)`;
  return sql<string>`coalesce('=' || ${sql.ref(dimension)}, '-')`;
};

/** The same of a name that is known. */
export const nameKey = (name: string): string => `=${name}`;

/** What {@link keySql} made of a name. */
export const nameOf = (key: string): string | null => (key === "-" ? null : key.slice(1));

export const MEASURES = { latency: "latency_ms", first_token: "first_token_ms" } as const;
export type Measure = keyof typeof MEASURES;

function changeOf(which: RawBuilder<unknown>, weight: 1n | -1n): RawBuilder<unknown> {
  const columns = sql.join(COUNTS.map((name) => sql.ref(name)));
  const counted = sql.join(COUNTS.map((name) => sql`${sql.lit(Number(weight))} * (${COUNTED[name]})`));
  return sql`insert into record_change (tenant_id, day, model, provider, latency_ms, first_token_ms, ${columns})
    select tenant_id, ${groupSql("day")}, model, provider, latency_ms, first_token_ms, ${counted}
    from record where ${which}`;
}

/**
 * Notes what some records count.
 * @param which the records
 * @param weight 1: they count from now on; -1: they no longer do
 */
export async function noteChange(db: Db, which: RawBuilder<unknown>, weight: 1n | -1n): Promise<void> {
  await changeOf(which, weight).execute(db);
}

/** One record of a tenant. */
const one = (tenantId: string | RawBuilder<string>, id: string | RawBuilder<string>): RawBuilder<unknown> =>
  sql`tenant_id = ${tenantId} and id = ${id}`;

/** Notes that a record counts from now on, in the transaction that keeps it. */
export const notingNew = (db: Db) =>
  prepared<{ tenantId: string; id: string }>((place) =>
    changeOf(one(place("tenantId"), place("id")), 1n).compile(db),
  );

/**
 * Changes a record, and notes what that changes. The caller holds the lock of the record's row.
 * @param tx a transaction
 */
export async function noted(
  tx: Db,
  tenantId: string,
  id: string,
  change: () => Promise<void>,
): Promise<void> {
  await noteChange(tx, one(tenantId, id), -1n);
  await change();
  await noteChange(tx, one(tenantId, id), 1n);
}

/** Changes that are added up in one transaction. */
export const ROUND = 500;

async function addSums(tx: Db, dimension: Dimension, changes: RawBuilder<unknown>): Promise<void> {
  const names = sql.join(COUNTS.map((name) => sql.ref(name)));
  const sums = sql.join(COUNTS.map((name) => sql`sum(${sql.ref(name)})`));
  const added = sql.join(
    COUNTS.map((name) => sql`${sql.ref(name)} = record_sum.${sql.ref(name)} + excluded.${sql.ref(name)}`),
  );
  await sql`insert into record_sum (tenant_id, dimension, key, ${names})
    select tenant_id, ${sql.lit(dimension)}, ${keySql(dimension)}, ${sums} from record_change where ${changes}
    group by 1, 3 on conflict (tenant_id, dimension, key) do update set ${added}`.execute(tx);
}

async function addSpread(
  tx: Db,
  dimension: Dimension,
  measure: Measure,
  changes: RawBuilder<unknown>,
): Promise<void> {
  const ms = sql.ref(MEASURES[measure]);
  await sql`insert into record_spread (tenant_id, dimension, measure, key, ms, requests)
    select tenant_id, ${sql.lit(dimension)}, ${sql.lit(measure)}, ${keySql(dimension)}, ${ms}, sum(requests)
    from record_change where ${changes} and ${ms} is not null
    group by 1, 4, 5 on conflict (tenant_id, dimension, measure, key, ms)
      do update set requests = record_spread.requests + excluded.requests`.execute(tx);
}

/**
 * Adds up the oldest changes. Processes take turns.
 * @param most of one transaction
 * @returns how many changes there were; fewer than `most` are the last ones
 */
export const addUp = (db: Db, most: number = ROUND): Promise<number> =>
  db.transaction().execute(async (tx) => {
    // Whoever changes this row has the turn until the end of its transaction.
    const { rounds } = await tx
      .updateTable("record_round")
      .set({ rounds: sql<bigint>`rounds + 1` })
      .where("id", "=", 1n)
      .returning("rounds")
      .executeTakeFirstOrThrow();
    const oldest = tx.selectFrom("record_change").select("seq").orderBy("seq").limit(most);
    const taken = await tx
      .updateTable("record_change")
      .set({ round: rounds })
      .where("seq", "in", oldest)
      .returning("seq")
      .execute();
    if (taken.length === 0) return 0;
    const seqs = taken.map(({ seq }) => seq).sort((a, b) => (a < b ? -1 : 1));
    // Numbers between these may become visible meanwhile: the round tells them apart, the bounds find the rows.
    const [first, last] = [seqs[0] ?? 0n, seqs.at(-1) ?? 0n];
    const changes = sql`seq between ${first} and ${last} and round = ${rounds}`;
    for (const dimension of DIMENSIONS) {
      await addSums(tx, dimension, changes);
      await addSpread(tx, dimension, "latency", changes);
      await addSpread(tx, dimension, "first_token", changes);
    }
    await sql`delete from record_change where ${changes}`.execute(tx);
    return taken.length;
  });
