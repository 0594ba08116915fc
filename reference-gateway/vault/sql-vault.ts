/**
 * Callers' provider keys in a database: encrypted, by tenant, read anew for each use, so that a revoked key is refused at
 * once by every process (VLT-01, RTE-03).
 * @module
 */
import { z } from "zod";
import type { KeyView } from "../../registry/routing/plan.ts";
import type { Clock, Credential, Ids, Vault } from "../parts.ts";
import type { Db } from "../stores/database.ts";
import { hintOf, type Seal, SealBroken } from "./seal.ts";

export interface NewKey {
  tenantId: string;
  provider: string;
  byokOnly: boolean;
  credential: Credential;
}

/** A key as it may be shown. */
export interface ShownKey extends KeyView {
  /** The last four characters of the secret. */
  hint: string;
}

export interface SqlVault extends Vault {
  /** Stores a key; its id. */
  add(key: NewKey): Promise<string>;
  show(tenantId: string): Promise<ShownKey[]>;
  setEnabled(tenantId: string, keyId: string, enabled: boolean): Promise<void>;
  revoke(tenantId: string, keyId: string): Promise<void>;
  /** Makes the keys of the configuration be there, and those that it no longer names be gone. */
  declare(keys: readonly NewKey[]): Promise<void>;
  /** Opens every stored key once. @throws SealBroken when one does not */
  verify(): Promise<void>;
}

const CredentialText = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.strictObject({ secret: z.string(), config: z.record(z.string(), z.string()) }));

type Place = { tenant_id: string; id: string; provider: string };
const placeOf = ({ tenant_id, id, provider }: Place): string[] => [tenant_id, id, provider];

interface SqlVaultParts {
  db: Db;
  /** `null` where no secret is configured: then nothing can be stored or opened. */
  seal: Seal | null;
  clock: Pick<Clock, "now">;
  ids: Ids;
}

/** The vault of one database. @throws SealBroken (from its methods) when a key cannot be sealed or opened */
export function sqlVault({ db, seal, clock, ids }: SqlVaultParts): SqlVault {
  const sealing = (): Seal => {
    if (!seal) throw new SealBroken("no vault secret is configured");
    return seal;
  };
  const openRow = (row: Place & { sealed: string }): Credential =>
    CredentialText.parse(sealing().open(row.sealed, placeOf(row)));
  const row = (id: string, key: NewKey, declared: boolean) => {
    const place = { tenant_id: key.tenantId, id, provider: key.provider };
    return {
      ...place,
      enabled: 1n,
      byok_only: key.byokOnly ? 1n : 0n,
      sealed: sealing().seal(JSON.stringify(key.credential), placeOf(place)),
      hint: hintOf(key.credential.secret),
      declared: declared ? 1n : 0n,
      at: BigInt(clock.now()),
    };
  };
  const show = async (tenantId: string): Promise<ShownKey[]> => {
    const columns = ["id", "provider", "enabled", "byok_only", "hint"] as const;
    const rows = await db
      .selectFrom("provider_key")
      .select(columns)
      .where("tenant_id", "=", tenantId)
      .orderBy("at")
      .orderBy("id")
      .execute();
    return rows.map(({ id, provider, enabled, byok_only, hint }) => ({
      id,
      provider,
      enabled: enabled === 1n,
      byokOnly: byok_only === 1n,
      hint,
    }));
  };
  return {
    list: async (tenantId) => (await show(tenantId)).map(({ hint, ...view }) => view),
    show,
    open: async (tenantId, keyId) => {
      const found = await db
        .selectFrom("provider_key")
        .select(["tenant_id", "id", "provider", "sealed"])
        .where("tenant_id", "=", tenantId)
        .where("id", "=", keyId)
        .where("enabled", "=", 1n)
        .executeTakeFirst();
      return found ? openRow(found) : null;
    },
    add: async (key) => {
      const id = `key-${ids.uuid()}`;
      await db
        .insertInto("provider_key")
        .values(row(id, key, false))
        .execute();
      return id;
    },
    setEnabled: async (tenantId, keyId, enabled) => {
      await db
        .updateTable("provider_key")
        .set({ enabled: enabled ? 1n : 0n })
        .where("tenant_id", "=", tenantId)
        .where("id", "=", keyId)
        .execute();
    },
    revoke: async (tenantId, keyId) => {
      await db.deleteFrom("provider_key").where("tenant_id", "=", tenantId).where("id", "=", keyId).execute();
    },
    declare: async (keys) => {
      // The same key has the same id at every start, so that nothing changes for requests that run meanwhile elsewhere.
      const rows = keys.map((key) => {
        const name = sealing().fingerprint([key.tenantId, key.provider, key.credential.secret]);
        return row(`key-${name}`, key, true);
      });
      await db.transaction().execute(async (tx) => {
        const listed = rows.map(({ id }) => id);
        const gone = tx.deleteFrom("provider_key").where("declared", "=", 1n);
        await (listed.length === 0 ? gone : gone.where("id", "not in", listed)).execute();
        for (const values of rows) {
          const { sealed, byok_only } = values;
          await tx
            .insertInto("provider_key")
            .values(values)
            .onConflict((on) => on.columns(["tenant_id", "id"]).doUpdateSet({ sealed, byok_only }))
            .execute();
        }
      });
    },
    verify: async () => {
      const columns = ["tenant_id", "id", "provider", "sealed"] as const;
      for (const found of await db.selectFrom("provider_key").select(columns).execute()) openRow(found);
    },
  };
}
