/**
 * Gateway keys in a database, as hashes: what is stored does not authenticate anybody.
 * @module
 */
import type { Clock, Ids, TenantStore } from "../parts.ts";
import type { Db, Tables } from "../stores/database.ts";
import { ONE_ROW } from "../stores/one-row.ts";
import { prepared } from "../stores/prepared.ts";
import { hintOf } from "./encryption.ts";
import { generateGatewayKey, hashOf } from "./gateway-key.ts";
import { type GatewayKeyStore, MAX_KEYS, type ShownGatewayKey, TooManyKeys } from "./keys.ts";
import { SCOPES, scopesOf } from "./scopes.ts";

export interface SqlGatewayKeys extends TenantStore, GatewayKeyStore {
  /** Makes the keys of the configuration be known, and those that it no longer names be unknown. */
  declare(keys: ReadonlyMap<string, string>): Promise<void>;
}

type Row = Tables["gateway_key"];

const shownOf = (row: Row): ShownGatewayKey => ({
  id: row.id ?? "",
  name: row.name ?? "",
  hint: row.hint ?? "…",
  scopes: scopesOf(row.scopes),
  expiresAt: row.expires_at === null ? null : Number(row.expires_at),
  declared: row.declared === 1n,
  createdAt: Number(row.at),
});

/** Whose key this is: asked by every request. */
const ownerOf = (db: Db) =>
  prepared<{ hash: string; now: bigint }, Pick<Row, "tenant_id" | "scopes">>((place) =>
    db
      .selectFrom("gateway_key")
      .select(["tenant_id", "scopes"])
      .where("hash", "=", place("hash"))
      .where((row) => row.or([row("expires_at", "is", null), row("expires_at", ">", place("now"))]))
      .modifyEnd(ONE_ROW)
      .compile(),
  );

/** The gateway keys of one database. */
export function sqlGatewayKeys(db: Db, clock: Pick<Clock, "now">, ids: Ids): SqlGatewayKeys {
  const find = ownerOf(db);
  const show: GatewayKeyStore["show"] = async (tenantId) => {
    const rows = await db
      .selectFrom("gateway_key")
      .selectAll()
      .where("tenant_id", "=", tenantId)
      .orderBy("at")
      .orderBy("id")
      .execute();
    return rows.map(shownOf);
  };
  /** A key of the configuration can do everything. */
  const put = (tx: Db, key: string, tenant_id: string) => {
    const named = { tenant_id, declared: 1n, scopes: SCOPES.join(","), expires_at: null };
    const hash = hashOf(key);
    const id = `gateway-${hash.slice(0, 16)}`;
    return tx
      .insertInto("gateway_key")
      .values({ ...named, hash, id, name: "", hint: hintOf(key), at: BigInt(clock.now()) })
      .onConflict((on) => on.column("hash").doUpdateSet(named))
      .execute();
  };
  return {
    show,
    findByKey: async (key) => {
      const values = { hash: hashOf(key), now: BigInt(clock.now()) };
      const [found] = (await find(db, values)).rows;
      return found ? { id: found.tenant_id, scopes: scopesOf(found.scopes) } : null;
    },
    create: async ({ tenantId, name, scopes, expiresAt }) => {
      if ((await show(tenantId)).length >= MAX_KEYS) throw new TooManyKeys();
      const key = generateGatewayKey();
      const row: Row = {
        hash: hashOf(key),
        tenant_id: tenantId,
        declared: 0n,
        at: BigInt(clock.now()),
        id: `gateway-${ids.uuid()}`,
        name,
        hint: hintOf(key),
        scopes: scopes.join(","),
        expires_at: expiresAt === null ? null : BigInt(expiresAt),
      };
      await db.insertInto("gateway_key").values(row).execute();
      return { key, shown: shownOf(row) };
    },
    remove: (tenantId, id) =>
      db.transaction().execute(async (tx) => {
        const mine = tx.deleteFrom("gateway_key").where("tenant_id", "=", tenantId).where("id", "=", id);
        const { numDeletedRows } = await mine.where("declared", "=", 0n).executeTakeFirst();
        if (numDeletedRows === 1n) return "removed";
        const row = await tx
          .selectFrom("gateway_key")
          .select("id")
          .where("tenant_id", "=", tenantId)
          .where("id", "=", id)
          .executeTakeFirst();
        return row ? "declared" : "unknown";
      }),
    declare: (keys) =>
      db.transaction().execute(async (tx) => {
        const listed = [...keys.keys()].map(hashOf);
        const gone = tx.deleteFrom("gateway_key").where("declared", "=", 1n);
        await (listed.length === 0 ? gone : gone.where("hash", "not in", listed)).execute();
        for (const [key, tenantId] of keys) await put(tx, key, tenantId);
      }),
  };
}
