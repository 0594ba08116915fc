/**
 * What every request asks of its wallet in a database, put into words once.
 * @module
 */
import { sql } from "kysely";
import type { Db, Tables } from "../stores/database.ts";
import { ONE_ROW } from "../stores/one-row.ts";
import { prepared } from "../stores/prepared.ts";

/** The queries of one database. Amounts are pico-USD. */
export const walletQueries = (db: Db) => ({
  /** Sets money aside if it is there: looking and taking are one statement. */
  hold: prepared<{ tenant: string; amount: bigint }>((place) =>
    db
      .updateTable("wallet")
      .set((row) => ({ reserved: row("reserved", "+", place("amount")) }))
      .where("tenant_id", "=", place("tenant"))
      .where(sql<boolean>`deposited - charged - reserved >= ${place("amount")}`)
      .where(sql<boolean>`coalesce(suspended, 0) = 0`)
      .compile(),
  ),
  /** Opens a reservation, unless one of its id is open or was charged. */
  reserve: prepared<Tables["reservation"]>((place) =>
    sql`insert into reservation (id, tenant_id, request_id, amount, owner, at)
      select cast(${place("id")} as text), cast(${place("tenant_id")} as text), cast(${place("request_id")} as text),
        cast(${place("amount")} as bigint), cast(${place("owner")} as text), cast(${place("at")} as bigint)
      where not exists (select 1 from ledger
        where reservation_id = ${place("id")} and tenant_id = ${place("tenant_id")})
      on conflict (id) do nothing`.compile(db),
  ),
  charged: prepared<{ tenant: string; id: string }, { seq: bigint }>((place) =>
    db
      .selectFrom("ledger")
      .select("seq")
      .where("reservation_id", "=", place("id"))
      .where("tenant_id", "=", place("tenant"))
      .modifyEnd(ONE_ROW)
      .compile(),
  ),
  /** Takes an open reservation out, once: whoever gets the row closes it. */
  takeOut: prepared<{ tenant: string; id: string }, { amount: bigint; request_id: string }>((place) =>
    db
      .deleteFrom("reservation")
      .where("id", "=", place("id"))
      .where("tenant_id", "=", place("tenant"))
      .returning(["amount", "request_id"])
      .modifyEnd(ONE_ROW)
      .compile(),
  ),
  /** The number of the ledger's next row; nothing beyond what a wallet holds. */
  charge: prepared<{ tenant: string; freed: bigint; amount: bigint; most: bigint }, { entries: bigint }>(
    (place) =>
      db
        .updateTable("wallet")
        .set((row) => ({
          reserved: row("reserved", "-", place("freed")),
          charged: row("charged", "+", place("amount")),
          entries: row("entries", "+", sql<bigint>`1`),
        }))
        .where("tenant_id", "=", place("tenant"))
        .where("charged", "<=", place("most"))
        .returning("entries")
        .modifyEnd(ONE_ROW)
        .compile(),
  ),
  enter: prepared<Tables["ledger"]>((place) =>
    db
      .insertInto("ledger")
      .values({
        tenant_id: place("tenant_id"),
        seq: place("seq"),
        reservation_id: place("reservation_id"),
        request_id: place("request_id"),
        amount: place("amount"),
        at: place("at"),
      })
      .compile(),
  ),
});
