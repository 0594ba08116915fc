/**
 * Scores that callers give their requests afterwards (FBK-01).
 * @module
 */
import type { Kysely, Migration } from "kysely";

export const recordScores: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable("record_score")
      .ifNotExists()
      .addColumn("tenant_id", "text", (column) => column.notNull())
      .addColumn("record_id", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("value", "text", (column) => column.notNull())
      .addColumn("at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("record_score_pk", ["tenant_id", "record_id", "name"])
      .execute();
  },
};
