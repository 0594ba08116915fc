/**
 * Totals that are kept as requests come (`records/totals.ts`): what changed since they were last added up, sums, and how often
 * each time was measured. What was recorded before is taken in as changes.
 * @module
 */
import { type Kysely, type Migration, SqliteAdapter, sql } from "kysely";
import { COUNTS, noteChange } from "../../records/totals.ts";
import type { Tables } from "../database.ts";

/** Records that are taken in by one statement. */
const BATCH = 5_000;

async function takeIn(db: Kysely<Tables>): Promise<void> {
  // Of a run that broke off.
  await db.deleteFrom("record_change").execute();
  let last = { tenant_id: "", id: "" };
  for (;;) {
    const beyond = sql<boolean>`(tenant_id, id) > (${last.tenant_id}, ${last.id})`;
    const [end] = await db
      .selectFrom(
        db
          .selectFrom("record")
          .select(["tenant_id", "id"])
          .where(beyond)
          .orderBy("tenant_id")
          .orderBy("id")
          .limit(BATCH)
          .as("batch"),
      )
      .select(["tenant_id", "id"])
      .orderBy("tenant_id", "desc")
      .orderBy("id", "desc")
      .limit(1)
      .execute();
    if (!end) return;
    await noteChange(db, sql`${beyond} and (tenant_id, id) <= (${end.tenant_id}, ${end.id})`, 1n);
    last = end;
  }
}

export const recordTotals: Migration = {
  up: async (db: Kysely<Tables>) => {
    const isEmbedded = db.getExecutor().adapter instanceof SqliteAdapter;
    // The embedded database numbers rows by itself where the key is an `integer`.
    let changes = db.schema
      .createTable("record_change")
      .ifNotExists()
      .addColumn("seq", isEmbedded ? "integer" : "bigint", (column) =>
        isEmbedded ? column.primaryKey() : column.primaryKey().generatedAlwaysAsIdentity(),
      )
      .addColumn("round", "bigint")
      .addColumn("tenant_id", "text", (column) => column.notNull())
      .addColumn("day", "bigint", (column) => column.notNull())
      .addColumn("model", "text")
      .addColumn("provider", "text")
      .addColumn("latency_ms", "bigint")
      .addColumn("first_token_ms", "bigint");
    for (const name of COUNTS) changes = changes.addColumn(name, "bigint", (column) => column.notNull());
    await changes.execute();
    let sums = db.schema
      .createTable("record_sum")
      .ifNotExists()
      .addColumn("tenant_id", "text", (column) => column.notNull())
      .addColumn("dimension", "text", (column) => column.notNull())
      .addColumn("key", "text", (column) => column.notNull());
    for (const name of COUNTS) sums = sums.addColumn(name, "bigint", (column) => column.notNull());
    await sums.addPrimaryKeyConstraint("record_sum_pk", ["tenant_id", "dimension", "key"]).execute();
    await db.schema
      .createTable("record_spread")
      .ifNotExists()
      .addColumn("tenant_id", "text", (column) => column.notNull())
      .addColumn("dimension", "text", (column) => column.notNull())
      .addColumn("measure", "text", (column) => column.notNull())
      .addColumn("key", "text", (column) => column.notNull())
      .addColumn("ms", "bigint", (column) => column.notNull())
      .addColumn("requests", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("record_spread_pk", ["tenant_id", "dimension", "measure", "key", "ms"])
      .execute();
    await db.schema
      .createTable("record_round")
      .ifNotExists()
      .addColumn("id", "bigint", (column) => column.primaryKey())
      .addColumn("rounds", "bigint", (column) => column.notNull())
      .execute();
    await db
      .insertInto("record_round")
      .values({ id: 1n, rounds: 0n })
      .onConflict((on) => on.doNothing())
      .execute();
    await takeIn(db);
  },
};
