/**
 * Callers' provider keys in a database: encrypted, by tenant, read anew for each use, so that a revoked key is refused at
 * once by every process (VLT-01, RTE-03).
 * @module
 */
import type { Clock, Ids, Vault } from "../parts.ts";
import type { Db, Tables } from "../stores/database.ts";
import { CannotDecrypt, type Encryption, keyIdOf } from "./encryption.ts";
import {
  changedCredential,
  isForDeclared,
  MAX_KEYS,
  type NewProviderKey,
  type ProviderKeyStore,
  TooManyKeys,
} from "./keys.ts";
import { encryptedColumns, openRow, placeOf, rowOf, SHOWN_COLUMNS, shownOf } from "./provider-key-row.ts";
import { vaultQueries, viewsOf } from "./vault-queries.ts";

export interface SqlVault extends Vault, ProviderKeyStore {
  /** Makes the keys of the configuration be there, and those that it no longer names be gone. */
  declare(keys: readonly NewProviderKey[]): Promise<void>;
  /** Opens every stored key once. @throws CannotDecrypt when one does not */
  verify(): Promise<void>;
  /** How many keys are encrypted under which secret's id; `null` is none of an envelope. */
  byKeyId(): Promise<Map<string | null, number>>;
  /**
   * Encrypts all keys under the first secret, while gateways run; may be run again at any time.
   * @returns how many were changed
   * @throws CannotDecrypt when one does not open; those before it are done
   */
  rotate(): Promise<number>;
}

interface SqlVaultParts {
  db: Db;
  /** `null` where no secret is configured: then nothing can be stored or opened. */
  encryption: Encryption | null;
  clock: Pick<Clock, "now">;
  ids: Ids;
  /** Rows that are read in one go; default {@link PAGE}. */
  page?: number;
}

const PAGE = 200;

type EncryptedRow = Pick<Tables["provider_key"], "tenant_id" | "id" | "provider" | "encrypted">;

/** Every row, a page at a time, in the order of its key. */
async function* encryptedRows(db: Db, page: number): AsyncGenerator<EncryptedRow> {
  const columns = ["tenant_id", "id", "provider", "encrypted"] as const;
  let after: EncryptedRow | null = null;
  for (;;) {
    const { tenant_id, id }: Pick<EncryptedRow, "tenant_id" | "id"> = after ?? { tenant_id: "", id: "" };
    const rows: EncryptedRow[] = await db
      .selectFrom("provider_key")
      .select(columns)
      .where((row) =>
        row.or([
          row("tenant_id", ">", tenant_id),
          row.and([row("tenant_id", "=", tenant_id), row("id", ">", id)]),
        ]),
      )
      .orderBy("tenant_id")
      .orderBy("id")
      .limit(page)
      .execute();
    yield* rows;
    after = rows.at(-1) ?? null;
    if (rows.length < page) return;
  }
}

/** The vault of one database. @throws CannotDecrypt (from its methods) when a key cannot be encrypted or decrypted */
export function sqlVault({ db, encryption, clock, ids, page = PAGE }: SqlVaultParts): SqlVault {
  const needed = (): Encryption => {
    if (!encryption) throw new CannotDecrypt("no vault secret is configured");
    return encryption;
  };
  const hot = vaultQueries(db);
  const show: SqlVault["show"] = async (tenantId) => {
    const rows = await db
      .selectFrom("provider_key")
      .select(SHOWN_COLUMNS)
      .where("tenant_id", "=", tenantId)
      .orderBy("at")
      .orderBy("id")
      .execute();
    return rows.map(shownOf);
  };
  const change: SqlVault["change"] = (tenantId, id, wanted, check) =>
    db.transaction().execute(async (tx) => {
      const mine = tx.updateTable("provider_key").where("tenant_id", "=", tenantId).where("id", "=", id);
      // Changes nothing and locks the row: two changes of different things both hold.
      const row = await mine
        .set((row) => ({ at: row.ref("at") }))
        .returningAll()
        .executeTakeFirst();
      if (!row) return "unknown";
      if (row.declared === 1n && !isForDeclared(wanted)) return "declared";
      const { secret, config, name, enabled, byokOnly } = wanted;
      let encrypted = {};
      if (secret !== undefined || config !== undefined) {
        const credential = changedCredential(openRow(row, needed()), wanted);
        check(row.provider, credential);
        encrypted = encryptedColumns(row, credential, needed());
      }
      const changed = await mine
        .set({
          ...encrypted,
          ...(name === undefined ? {} : { name }),
          ...(enabled === undefined ? {} : { enabled: enabled ? 1n : 0n }),
          ...(byokOnly === undefined ? {} : { byok_only: byokOnly ? 1n : 0n }),
          updated_at: BigInt(clock.now()),
        })
        .returning(SHOWN_COLUMNS)
        .executeTakeFirstOrThrow();
      return shownOf(changed);
    });
  return {
    show,
    change,
    list: async (tenantId) => viewsOf((await hot.list(db, { tenant: tenantId })).rows[0]?.listed ?? null),
    open: async (tenantId, keyId) => {
      const [found] = (await hot.open(db, { tenant: tenantId, id: keyId })).rows;
      return found ? openRow(found, needed()) : null;
    },
    add: async (key) => {
      const values = rowOf(`key-${ids.uuid()}`, key, {
        encryption: needed(),
        now: clock.now(),
        declared: false,
      });
      if ((await show(key.tenantId)).length >= MAX_KEYS) throw new TooManyKeys();
      await db.insertInto("provider_key").values(values).execute();
      return shownOf(values);
    },
    remove: (tenantId, keyId) =>
      db.transaction().execute(async (tx) => {
        const mine = tx.deleteFrom("provider_key").where("tenant_id", "=", tenantId).where("id", "=", keyId);
        const { numDeletedRows } = await mine.where("declared", "=", 0n).executeTakeFirst();
        if (numDeletedRows === 1n) return "removed";
        const row = await tx
          .selectFrom("provider_key")
          .select("id")
          .where("tenant_id", "=", tenantId)
          .where("id", "=", keyId)
          .executeTakeFirst();
        return row ? "declared" : "unknown";
      }),
    declare: async (keys) => {
      const now = clock.now();
      const wanted = keys.map((key) => {
        const named = needed().fingerprints([key.tenantId, key.provider, key.credential.secret]);
        return { key, names: named.map((name) => `key-${name}`) };
      });
      await db.transaction().execute(async (tx) => {
        const there = await tx.selectFrom("provider_key").select("id").where("declared", "=", 1n).execute();
        const known = new Set(there.map(({ id }) => id));
        // The same key has the same id at every start, under a new secret too: what was disabled stays so, and nothing
        // changes for requests that run meanwhile elsewhere.
        const rows = wanted.map(({ key, names: [first = "", ...former] }) => {
          const id = [first, ...former].find((name) => known.has(name)) ?? first;
          return rowOf(id, key, { encryption: needed(), now, declared: true });
        });
        const listed = rows.map(({ id }) => id);
        const gone = tx.deleteFrom("provider_key").where("declared", "=", 1n);
        // Stryker disable next-line ConditionalExpression: SQLite takes an empty list; PostgreSQL does not, but its tests start a server, which meets no mutant
        await (listed.length === 0 ? gone : gone.where("id", "not in", listed)).execute();
        for (const values of rows) {
          const { encrypted, byok_only } = values;
          await tx
            .insertInto("provider_key")
            .values(values)
            .onConflict((on) => on.columns(["tenant_id", "id"]).doUpdateSet({ encrypted, byok_only }))
            .execute();
        }
      });
    },
    verify: async () => {
      for await (const row of encryptedRows(db, page)) openRow(row, needed());
    },
    byKeyId: async () => {
      const counts = new Map<string | null, number>();
      for await (const { encrypted } of encryptedRows(db, page)) {
        const id = keyIdOf(encrypted);
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
      return counts;
    },
    rotate: async () => {
      let changed = 0;
      for await (const row of encryptedRows(db, page)) {
        const encrypted = needed().reencrypt(row.encrypted, placeOf(row));
        if (encrypted === null) continue;
        // Only what was read: a secret that was replaced meanwhile is under the first secret already.
        const { numUpdatedRows } = await db
          .updateTable("provider_key")
          .set({ encrypted })
          .where("tenant_id", "=", row.tenant_id)
          .where("id", "=", row.id)
          .where("encrypted", "=", row.encrypted)
          .executeTakeFirst();
        changed += Number(numUpdatedRows);
      }
      return changed;
    },
  };
}
