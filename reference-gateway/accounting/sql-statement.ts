/**
 * What a wallet in a database tells and is told beside reservations: its statement, suspension, and whether it runs low.
 * @module
 */
import { type Expression, type SqlBool, sql } from "kysely";
import type { Wallet } from "../parts.ts";
import type { Db } from "../stores/database.ts";
import {
  ENTRY_KINDS,
  type EntryKind,
  merged,
  type StatementEntry,
  type StatementPlace,
} from "./statement.ts";

/** Entries of one kind that come behind a place. */
function behind(
  kind: EntryKind,
  id: "reservation_id" | "id",
  place: StatementPlace | null,
): Expression<SqlBool> {
  if (place === null) return sql<SqlBool>`1 = 1`;
  const at = BigInt(place.at);
  const order = ENTRY_KINDS.indexOf(kind) - ENTRY_KINDS.indexOf(place.kind);
  if (order < 0) return sql<SqlBool>`at <= ${at}`;
  if (order > 0) return sql<SqlBool>`at < ${at}`;
  return sql<SqlBool>`(at, ${sql.ref(id)}) < (${at}, ${place.id})`;
}

/** @param make makes a wallet where there is none */
export function sqlStatement(
  db: Db,
  make: (tx: Db, tenantId: string) => Promise<void>,
): Pick<Wallet, "statement" | "isSuspended" | "suspend" | "fellBelow"> {
  const charges = async (tenantId: string, after: StatementPlace | null, limit: number) => {
    const rows = await db
      .selectFrom("ledger")
      .select(["reservation_id", "request_id", "amount", "at"])
      .where("tenant_id", "=", tenantId)
      .where(behind("charge", "reservation_id", after))
      .orderBy("at", "desc")
      .orderBy("reservation_id", "desc")
      .limit(limit)
      .execute();
    return rows.map(
      ({ reservation_id, request_id, amount, at }): StatementEntry => ({
        kind: "charge",
        id: reservation_id,
        requestId: request_id,
        amount,
        at: Number(at),
      }),
    );
  };
  const deposits = async (tenantId: string, after: StatementPlace | null, limit: number) => {
    const rows = await db
      .selectFrom("payment")
      .select(["id", "amount", "at"])
      .where("tenant_id", "=", tenantId)
      .where(behind("deposit", "id", after))
      .orderBy("at", "desc")
      .orderBy("id", "desc")
      .limit(limit)
      .execute();
    return rows.map(
      ({ id, amount, at }): StatementEntry => ({
        kind: "deposit",
        id,
        requestId: null,
        amount,
        at: Number(at),
      }),
    );
  };
  const flags = (tenantId: string) =>
    db
      .selectFrom("wallet")
      .select(["deposited", "charged", "suspended", "low"])
      .where("tenant_id", "=", tenantId)
      .executeTakeFirst();
  return {
    statement: async (tenantId, after, limit) => {
      const [one, other] = [await charges(tenantId, after, limit), await deposits(tenantId, after, limit)];
      return merged(one, other).slice(0, limit);
    },
    isSuspended: async (tenantId) => (await flags(tenantId))?.suspended === 1n,
    suspend: (tenantId, suspended) =>
      db.transaction().execute(async (tx) => {
        await make(tx, tenantId);
        await tx
          .updateTable("wallet")
          .set({ suspended: suspended ? 1n : 0n })
          .where("tenant_id", "=", tenantId)
          .execute();
      }),
    fellBelow: async (tenantId, threshold) => {
      const row = await flags(tenantId);
      const isLow = row !== undefined && row.deposited - row.charged < threshold;
      if (!row || isLow === (row.low === 1n)) return false;
      // Of several processes that see it, the one that writes it down is told.
      const { numUpdatedRows } = await db
        .updateTable("wallet")
        .set({ low: isLow ? 1n : 0n })
        .where("tenant_id", "=", tenantId)
        .where(sql<boolean>`coalesce(low, 0) = ${isLow ? 0n : 1n}`)
        .executeTakeFirst();
      return isLow && numUpdatedRows === 1n;
    },
  };
}
