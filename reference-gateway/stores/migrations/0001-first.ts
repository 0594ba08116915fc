/**
 * Tables of the first version.
 * @module
 */
import { type Kysely, type Migration, sql } from "kysely";

const table = (db: Kysely<unknown>, name: string) => db.schema.createTable(name).ifNotExists();

export const first: Migration = {
  up: async (db: Kysely<unknown>) => {
    await table(db, "wallet")
      .addColumn("tenant_id", "text", (column) => column.primaryKey())
      .addColumn("deposited", "bigint", (column) => column.notNull().check(sql`deposited >= 0`))
      .addColumn("reserved", "bigint", (column) => column.notNull().check(sql`reserved >= 0`))
      .addColumn("charged", "bigint", (column) => column.notNull().check(sql`charged >= 0`))
      .addColumn("entries", "bigint", (column) => column.notNull())
      .execute();
    await table(db, "payment")
      .addColumn("tenant_id", "text", (column) => column.notNull())
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("amount", "bigint", (column) => column.notNull())
      .addColumn("at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("payment_pk", ["tenant_id", "id"])
      .execute();
    await table(db, "owner")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("host", "text", (column) => column.notNull())
      .addColumn("pid", "bigint", (column) => column.notNull())
      .addColumn("lease_until", "bigint", (column) => column.notNull())
      .execute();
    await table(db, "reservation")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("tenant_id", "text", (column) => column.notNull())
      .addColumn("request_id", "text", (column) => column.notNull())
      .addColumn("amount", "bigint", (column) => column.notNull().check(sql`amount >= 0`))
      .addColumn("owner", "text", (column) => column.notNull().references("owner.id"))
      .addColumn("at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex("reservation_owner")
      .ifNotExists()
      .on("reservation")
      .column("owner")
      .execute();
    await table(db, "ledger")
      .addColumn("tenant_id", "text", (column) => column.notNull())
      .addColumn("seq", "bigint", (column) => column.notNull())
      .addColumn("reservation_id", "text", (column) => column.notNull().unique())
      .addColumn("request_id", "text", (column) => column.notNull())
      .addColumn("amount", "bigint", (column) => column.notNull().check(sql`amount >= 0`))
      .addColumn("at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("ledger_pk", ["tenant_id", "seq"])
      .execute();
    await table(db, "provider_key")
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("tenant_id", "text", (column) => column.notNull())
      .addColumn("provider", "text", (column) => column.notNull())
      .addColumn("enabled", "bigint", (column) => column.notNull())
      .addColumn("byok_only", "bigint", (column) => column.notNull())
      .addColumn("sealed", "text", (column) => column.notNull())
      .addColumn("hint", "text", (column) => column.notNull())
      .addColumn("declared", "bigint", (column) => column.notNull())
      .addColumn("at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("provider_key_pk", ["tenant_id", "id"])
      .execute();
    await table(db, "gateway_key")
      .addColumn("hash", "text", (column) => column.primaryKey())
      .addColumn("tenant_id", "text", (column) => column.notNull())
      .addColumn("declared", "bigint", (column) => column.notNull())
      .addColumn("at", "bigint", (column) => column.notNull())
      .execute();
    await table(db, "record")
      .addColumn("tenant_id", "text", (column) => column.notNull())
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("started_at", "bigint", (column) => column.notNull())
      .addColumn("body", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("record_pk", ["tenant_id", "id"])
      .execute();
  },
};
