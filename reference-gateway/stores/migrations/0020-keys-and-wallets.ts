/**
 * What the management of keys and wallets needs beside what there was.
 * @module
 */
import { type Kysely, type Migration, sql } from "kysely";
import { SCOPES } from "../../vault/scopes.ts";
import type { Tables } from "../database.ts";

type ColumnType = "text" | "bigint";

const COLUMNS: Readonly<
  Record<"provider_key" | "gateway_key" | "wallet", readonly (readonly [string, ColumnType])[]>
> = {
  provider_key: [
    ["name", "text"],
    ["updated_at", "bigint"],
  ],
  gateway_key: [
    ["id", "text"],
    ["name", "text"],
    ["hint", "text"],
    ["scopes", "text"],
    ["expires_at", "bigint"],
  ],
  wallet: [
    ["suspended", "bigint"],
    ["low", "bigint"],
  ],
};

const INDEXES = {
  gateway_key_tenant: ["gateway_key", ["tenant_id", "at"]],
  ledger_time: ["ledger", ["tenant_id", "at"]],
  payment_time: ["payment", ["tenant_id", "at"]],
} as const;

async function addColumns(db: Kysely<Tables>, table: keyof typeof COLUMNS): Promise<void> {
  const tables = await db.introspection.getTables();
  const there = (tables.find(({ name }) => name === table)?.columns ?? []).map(({ name }) => name);
  for (const [name, type] of COLUMNS[table]) {
    if (!there.includes(name)) await db.schema.alterTable(table).addColumn(name, type).execute();
  }
}

export const keysAndWallets: Migration = {
  up: async (db: Kysely<Tables>) => {
    await addColumns(db, "provider_key");
    await addColumns(db, "gateway_key");
    await addColumns(db, "wallet");
    // Keys from before scopes could do everything, and go on to.
    await db
      .updateTable("gateway_key")
      .set({ id: sql<string>`'gateway-' || substr(hash, 1, 16)`, scopes: SCOPES.join(",") })
      .where("id", "is", null)
      .execute();
    for (const [name, [table, columns]] of Object.entries(INDEXES)) {
      await db.schema
        .createIndex(name)
        .ifNotExists()
        .on(table)
        .columns([...columns])
        .execute();
    }
  },
};
