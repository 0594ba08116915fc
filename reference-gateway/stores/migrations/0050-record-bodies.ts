/**
 * Bodies of requests and answers, encrypted, each with the time at which it goes (OBS-02).
 * @module
 */
import type { Kysely, Migration } from "kysely";

export const recordBodies: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable("record_body")
      .ifNotExists()
      .addColumn("tenant_id", "text", (column) => column.notNull())
      .addColumn("record_id", "text", (column) => column.notNull())
      .addColumn("part", "text", (column) => column.notNull())
      .addColumn("sealed", "text", (column) => column.notNull())
      .addColumn("until", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("record_body_key", ["tenant_id", "record_id", "part"])
      .execute();
    await db.schema
      .createIndex("record_body_until")
      .ifNotExists()
      .on("record_body")
      .column("until")
      .execute();
  },
};
