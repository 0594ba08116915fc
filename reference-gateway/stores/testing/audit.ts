/**
 * The books, checked row by row.
 * @module
 */
import type { WalletView } from "../../parts.ts";
import type { Db } from "../database.ts";

/** A wallet's totals recomputed from its rows; equal to its view, or the books are wrong. */
export async function audit(db: Db, tenant: string): Promise<WalletView> {
  const sum = (rows: { amount: bigint }[]) => rows.reduce((total, { amount }) => total + amount, 0n);
  const rowsOf = (table: "payment" | "reservation" | "ledger") =>
    db.selectFrom(table).select("amount").where("tenant_id", "=", tenant).execute();
  const deposited = sum(await rowsOf("payment"));
  const reserved = sum(await rowsOf("reservation"));
  const charged = sum(await rowsOf("ledger"));
  return { available: deposited - charged - reserved, reserved, charged, deposited };
}
