/**
 * Gateway keys in a database, as hashes: what is stored does not authenticate anybody.
 * @module
 */
import { createHash } from "node:crypto";
import type { Clock, TenantStore } from "../parts.ts";
import type { Db } from "../stores/database.ts";

export interface SqlTenants extends TenantStore {
  add(key: string, tenantId: string): Promise<void>;
  revoke(key: string): Promise<void>;
  /** Makes the keys of the configuration be known, and those that it no longer names be unknown. */
  declare(keys: ReadonlyMap<string, string>): Promise<void>;
}

const hashOf = (key: string): string => createHash("sha256").update(key, "utf8").digest("hex");

/** The gateway keys of one database. */
export function sqlTenants(db: Db, clock: Pick<Clock, "now">): SqlTenants {
  const put = (tx: Db, key: string, tenantId: string, declared: bigint) =>
    tx
      .insertInto("gateway_key")
      .values({ hash: hashOf(key), tenant_id: tenantId, declared, at: BigInt(clock.now()) })
      .onConflict((on) => on.column("hash").doUpdateSet({ tenant_id: tenantId, declared }))
      .execute();
  return {
    findByKey: async (key) => {
      const found = await db
        .selectFrom("gateway_key")
        .select("tenant_id")
        .where("hash", "=", hashOf(key))
        .executeTakeFirst();
      return found ? { id: found.tenant_id } : null;
    },
    add: async (key, tenantId) => void (await put(db, key, tenantId, 0n)),
    revoke: async (key) =>
      void (await db.deleteFrom("gateway_key").where("hash", "=", hashOf(key)).execute()),
    declare: (keys) =>
      db.transaction().execute(async (tx) => {
        const listed = [...keys.keys()].map(hashOf);
        const gone = tx.deleteFrom("gateway_key").where("declared", "=", 1n);
        await (listed.length === 0 ? gone : gone.where("hash", "not in", listed)).execute();
        for (const [key, tenantId] of keys) await put(tx, key, tenantId, 1n);
      }),
  };
}
