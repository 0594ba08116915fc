/**
 * What every request asks of the vault in a database, put into words once.
 * @module
 */
import { type RawBuilder, sql } from "kysely";
import type { KeyView } from "../../registry/routing/plan.ts";
import type { Db, Tables } from "../stores/database.ts";
import { ONE_ROW } from "../stores/one-row.ts";
import { prepared } from "../stores/prepared.ts";

/** Between the fields of a key and between keys: characters that neither ids nor providers hold. */
const FIELD = "\u001f";
const KEY = "\u001e";

/** The keys of a tenant as one text, oldest first, and so as one row; `null` where there is none. */
const LISTED: RawBuilder<string | null> = sql`string_agg(
  id || ${sql.lit(FIELD)} || provider || ${sql.lit(FIELD)} || enabled || ${sql.lit(FIELD)} || byok_only,
  ${sql.lit(KEY)} order by at, id)`;

/** The keys that such a text lists. */
export function viewsOf(listed: string | null): KeyView[] {
  if (listed === null) return [];
  return listed.split(KEY).map((key) => {
    const [id = "", provider = "", enabled, byokOnly] = key.split(FIELD);
    return { id, provider, enabled: enabled === "1", byokOnly: byokOnly === "1" };
  });
}

type Encrypted = Pick<Tables["provider_key"], "tenant_id" | "id" | "provider" | "encrypted">;

/** The queries of one database. */
export const vaultQueries = (db: Db) => ({
  list: prepared<{ tenant: string }, { listed: string | null }>((place) =>
    db
      .selectFrom("provider_key")
      .select(LISTED.as("listed"))
      .where("tenant_id", "=", place("tenant"))
      .modifyEnd(ONE_ROW)
      .compile(),
  ),
  /** A key that is there and enabled, encrypted. */
  open: prepared<{ tenant: string; id: string }, Encrypted>((place) =>
    db
      .selectFrom("provider_key")
      .select(["tenant_id", "id", "provider", "encrypted"])
      .where("tenant_id", "=", place("tenant"))
      .where("id", "=", place("id"))
      .where("enabled", "=", sql<bigint>`1`)
      .modifyEnd(ONE_ROW)
      .compile(),
  ),
});
