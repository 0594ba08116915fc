/**
 * The table of counters.
 * @module
 */
import { type Kysely, type Migration, sql } from "kysely";

export const counters: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable("counter")
      .ifNotExists()
      .addColumn("key", "text", (column) => column.primaryKey())
      .addColumn("used", "bigint", (column) => column.notNull().check(sql`used >= 0`))
      .addColumn("until", "bigint", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("counter_until").ifNotExists().on("counter").column("until").execute();
  },
};
