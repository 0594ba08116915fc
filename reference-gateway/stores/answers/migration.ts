/**
 * The table of answers that the cache keeps.
 * @module
 */
import type { Kysely, Migration } from "kysely";

export const answers: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable("answer")
      .ifNotExists()
      .addColumn("key", "text", (column) => column.primaryKey())
      .addColumn("text", "text", (column) => column.notNull())
      .addColumn("bytes", "bigint", (column) => column.notNull())
      .addColumn("until", "bigint", (column) => column.notNull())
      .addColumn("used_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("answer_until").ifNotExists().on("answer").column("until").execute();
    await db.schema.createIndex("answer_used").ifNotExists().on("answer").column("used_at").execute();
  },
};
