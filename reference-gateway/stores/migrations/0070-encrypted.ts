/**
 * What is encrypted says so: the column of keys and of bodies is called `encrypted`, no longer `sealed`.
 * @module
 */
import type { Kysely, Migration } from "kysely";

const TABLES = ["provider_key", "record_body"] as const;

export const encrypted: Migration = {
  up: async (db: Kysely<unknown>) => {
    const tables = await db.introspection.getTables();
    for (const table of TABLES) {
      const there = tables.find(({ name }) => name === table)?.columns ?? [];
      // Of a run that broke off between the two.
      if (!there.some(({ name }) => name === "sealed")) continue;
      await db.schema.alterTable(table).renameColumn("sealed", "encrypted").execute();
    }
  },
};
