/**
 * What the passthrough keeps: approved domains, and calls that wait for a price.
 * @module
 */
import type { Kysely, Migration } from "kysely";

export const passthrough: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable("approved_domain")
      .ifNotExists()
      .addColumn("host", "text", (column) => column.primaryKey())
      .addColumn("how", "text", (column) => column.notNull())
      .addColumn("at", "bigint", (column) => column.notNull())
      .addColumn("checked_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("pending_call")
      .ifNotExists()
      .addColumn("tenant_id", "text", (column) => column.notNull())
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("at", "bigint", (column) => column.notNull())
      .addColumn("body", "text", (column) => column.notNull())
      .addColumn("reason", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("pending_call_pk", ["tenant_id", "id"])
      .execute();
    await db.schema
      .createIndex("pending_call_arrival")
      .ifNotExists()
      .on("pending_call")
      .columns(["at", "tenant_id", "id"])
      .execute();
  },
};
