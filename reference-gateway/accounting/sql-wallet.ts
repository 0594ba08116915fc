/**
 * Wallets in a database. Every operation is one transaction whose first statement writes: the row lock of that statement
 * is what orders concurrent processes (BIL-02), and what is not committed never happened (BIL-09).
 * @module
 */
import type { PicoUsd } from "../../registry/pricing/money.ts";
import type { Books, Clock, Ids, Log, Wallet } from "../parts.ts";
import type { Db } from "../stores/database.ts";
import type { Lease } from "../stores/lease.ts";
import { ONE_ROW } from "../stores/one-row.ts";
import { keyOfReservation, type Outbox } from "../stores/outbox.ts";
import { recordToJson } from "../stores/record-json.ts";
import { findRecord, recordInsertion } from "../stores/sql-records.ts";
import { storageFault } from "../stores/storage-fault.ts";
import { describeError } from "../telemetry/describe-error.ts";
import type { RequestRecord } from "../telemetry/record.ts";
import {
  checkAmount,
  checkTotal,
  FIRST_DEPOSIT,
  MAX_TOTAL,
  NothingReserved,
  samePayment,
  sameReservation,
} from "./amount.ts";
import { sqlStatement } from "./sql-statement.ts";
import { walletQueries } from "./wallet-queries.ts";

export interface SqlWallet extends Wallet {
  /** Opens a tenant's wallet with its first deposit; `false`, and nothing changed, where it was paid into before. */
  open(tenantId: string, deposit: PicoUsd): Promise<boolean>;
  /** Charges and records in one transaction. */
  books: Books;
  /** The closing of a reservation itself, with nothing that tries again; done twice it is done once. */
  close: Pick<Wallet, "release"> & {
    /** @returns the record as it is kept, where one is given */
    settle(
      tenantId: string,
      reservationId: string,
      amount: PicoUsd,
      record: RequestRecord | null,
    ): Promise<RequestRecord | null>;
  };
}

interface SqlWalletParts {
  db: Db;
  lease: Pick<Lease, "owner" | "ensure" | "renew">;
  /** Closes what the database could not close. */
  outbox: Pick<Outbox, "run" | "attempt">;
  clock: Clock;
  ids: Ids;
  log: Log;
}

async function makeWallet(tx: Db, tenantId: string): Promise<void> {
  await tx
    .insertInto("wallet")
    .values({
      tenant_id: tenantId,
      deposited: 0n,
      reserved: 0n,
      charged: 0n,
      entries: 0n,
      suspended: 0n,
      low: 0n,
    })
    .onConflict((conflict) => conflict.column("tenant_id").doNothing())
    .execute();
}

/** Adds to a wallet. @throws RangeError beyond what a wallet holds */
async function credit(tx: Db, tenantId: string, amount: PicoUsd): Promise<void> {
  const credited = await tx
    .updateTable("wallet")
    .set((row) => ({ deposited: row("deposited", "+", amount) }))
    .where("tenant_id", "=", tenantId)
    .where("deposited", "<=", MAX_TOTAL - amount)
    .executeTakeFirst();
  if (credited.numUpdatedRows !== 1n) checkTotal(MAX_TOTAL + 1n);
}

const isSuspended = async (tx: Db, tenantId: string): Promise<boolean> => {
  const row = await tx
    .selectFrom("wallet")
    .select("suspended")
    .where("tenant_id", "=", tenantId)
    .executeTakeFirst();
  return row?.suspended === 1n;
};

/** Thrown inside a transaction, to take it back. */
class AlreadyReserved extends Error {}

/** Was this id set aside before and is open still? @throws RangeError when with another amount */
async function isOpen(db: Db, tenantId: string, id: string, amount: PicoUsd): Promise<boolean> {
  const open = await db
    .selectFrom("reservation")
    .select("amount")
    .where("id", "=", id)
    .where("tenant_id", "=", tenantId)
    .executeTakeFirst();
  if (open) sameReservation(id, open.amount, amount);
  return open !== undefined;
}

/** Takes out a reservation that was freed because its owner was thought dead, once. */
const takeLost = (tx: Db, tenantId: string, reservationId: string) =>
  tx
    .deleteFrom("lost_reservation")
    .where("id", "=", reservationId)
    .where("tenant_id", "=", tenantId)
    .returning(["request_id"])
    .modifyEnd(ONE_ROW)
    .executeTakeFirst();

/** This process is no owner any more: others thought it dead. */
const isUnregistered = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  (error.code === "23503" || error.code === "SQLITE_CONSTRAINT_FOREIGNKEY");

/** The wallets of one database, for one gateway process. Amounts are pico-USD. */
export function sqlWallet({ db, lease, outbox, clock, ids, log }: SqlWalletParts): SqlWallet {
  const at = () => BigInt(clock.now());
  const hot = walletQueries(db);
  const insertRecord = recordInsertion(db);
  const isCharged = async (tx: Db, tenant: string, id: string): Promise<boolean> =>
    (await hot.charged(tx, { tenant, id })).rows.length > 0;
  const takeOut = async (tx: Db, tenant: string, id: string) =>
    (await hot.takeOut(tx, { tenant, id })).rows[0];
  /** Was this id set aside before, open still or charged already? */
  const isBooked = async (tx: Db, tenantId: string, id: string, amount: PicoUsd): Promise<boolean> =>
    (await isOpen(tx, tenantId, id, amount)) || isCharged(tx, tenantId, id);
  const pay = async (tx: Db, tenantId: string, paymentId: string, amount: PicoUsd): Promise<boolean> => {
    const booked = await tx
      .insertInto("payment")
      .values({ tenant_id: tenantId, id: paymentId, amount, at: at() })
      .onConflict((conflict) => conflict.columns(["tenant_id", "id"]).doNothing())
      .executeTakeFirst();
    if (booked.numInsertedOrUpdatedRows === 1n) {
      await credit(tx, tenantId, amount);
      return true;
    }
    const before = await tx
      .selectFrom("payment")
      .select("amount")
      .where("tenant_id", "=", tenantId)
      .where("id", "=", paymentId)
      .executeTakeFirstOrThrow();
    samePayment(paymentId, before.amount, amount);
    return false;
  };
  const book = async (
    tx: Db,
    charge: { tenantId: string; reservationId: string; requestId: string; amount: PicoUsd; freed: PicoUsd },
  ): Promise<void> => {
    const { tenantId, reservationId, requestId, amount, freed } = charge;
    const most = MAX_TOTAL - amount;
    const [wallet] = (await hot.charge(tx, { tenant: tenantId, freed, amount, most })).rows;
    if (!wallet) return checkTotal(MAX_TOTAL + 1n);
    await hot.enter(tx, {
      tenant_id: tenantId,
      seq: wallet.entries,
      reservation_id: reservationId,
      request_id: requestId,
      amount,
      at: at(),
    });
  };
  /** A record never takes another's place; one of the same request is there because this was done before. */
  const record = async (tx: Db, given: RequestRecord): Promise<RequestRecord> => {
    if (await insertRecord(tx, given)) return given;
    const there = await findRecord(tx, given.tenantId, given.id);
    if (there?.startedAt === given.startedAt) return there;
    const renamed = { ...given, id: ids.uuid() };
    log("warn", "record.id-taken", { requestId: given.id, recordId: renamed.id });
    await insertRecord(tx, renamed);
    return renamed;
  };
  const settle: SqlWallet["close"]["settle"] = (tenantId, reservationId, amount, given) =>
    db.transaction().execute(async (tx) => {
      const reservation = await takeOut(tx, tenantId, reservationId);
      if (reservation) {
        const { request_id: requestId, amount: freed } = reservation;
        await book(tx, { tenantId, reservationId, requestId, amount, freed });
        return given && record(tx, given);
      }
      const lost = await takeLost(tx, tenantId, reservationId);
      if (await isCharged(tx, tenantId, reservationId)) return given;
      if (!lost) throw new NothingReserved(reservationId);
      const requestId = lost.request_id;
      log("warn", "wallet.lost-reservation-charged", { requestId, charged: String(amount) });
      await book(tx, { tenantId, reservationId, requestId, amount, freed: 0n });
      return given && record(tx, given);
    });
  const release = (tenantId: string, reservationId: string): Promise<void> =>
    db.transaction().execute(async (tx) => {
      const reservation = await takeOut(tx, tenantId, reservationId);
      if (!reservation) return void (await takeLost(tx, tenantId, reservationId));
      await tx
        .updateTable("wallet")
        .set((row) => ({ reserved: row("reserved", "-", reservation.amount) }))
        .where("tenant_id", "=", tenantId)
        .execute();
    });
  const reserve = (request: { tenantId: string; requestId: string; amount: PicoUsd; id: string }) =>
    db.transaction().execute(async (tx) => {
      const { tenantId, requestId, amount, id } = request;
      // What costs nothing is covered by an empty wallet, an overdrawn one and none.
      if (amount === 0n) {
        await makeWallet(tx, tenantId);
        if (await isSuspended(tx, tenantId)) return null;
      } else if ((await hot.hold(tx, { tenant: tenantId, amount })).numAffectedRows !== 1n)
        return (await isBooked(tx, tenantId, id, amount)) ? id : null;
      const row = { id, tenant_id: tenantId, request_id: requestId, amount, owner: lease.owner, at: at() };
      const booked = await hot.reserve(tx, row);
      // What this transaction set aside goes back: it was set aside before, and may be charged by now.
      if (booked.numAffectedRows !== 1n) throw new AlreadyReserved();
      return id;
    });
  return {
    ...sqlStatement(db, makeWallet),
    view: async (tenantId) => {
      const columns = ["deposited", "reserved", "charged"] as const;
      const row = await db
        .selectFrom("wallet")
        .select(columns)
        .where("tenant_id", "=", tenantId)
        .executeTakeFirst();
      const { deposited, reserved, charged } = row ?? { deposited: 0n, reserved: 0n, charged: 0n };
      return { available: deposited - charged - reserved, reserved, charged, deposited };
    },
    reserve: async (tenantId, requestId, amount, id = ids.uuid()) => {
      checkAmount(amount);
      await lease.ensure();
      const request = { tenantId, requestId, amount, id };
      try {
        return await reserve(request).catch(async (error: unknown) => {
          if (!isUnregistered(error)) throw error;
          await lease.renew();
          return reserve(request);
        });
      } catch (error) {
        if (error instanceof AlreadyReserved) {
          if (await isBooked(db, tenantId, id, amount)) return id;
          throw new RangeError(`reservation ${id} is another tenant's`, { cause: error });
        }
        // Nothing of this call was stored, and what was set aside under this id before stays so.
        if (error instanceof RangeError) throw error;
        // The commit may have come through although its answer did not.
        await outbox.run({ kind: "release", tenantId, reservationId: id }).catch(() => {});
        throw error;
      }
    },
    settle: async (tenantId, reservationId, amount) => {
      checkAmount(amount);
      await outbox.run({ kind: "settle", tenantId, reservationId, amount: String(amount) });
    },
    release: (tenantId, reservationId) => outbox.run({ kind: "release", tenantId, reservationId }),
    ledger: async (tenantId) => {
      const rows = await db
        .selectFrom("ledger")
        .select(["reservation_id", "request_id", "amount"])
        .where("tenant_id", "=", tenantId)
        .orderBy("seq")
        .execute();
      return rows.map(({ reservation_id, request_id, amount }) => ({
        reservationId: reservation_id,
        requestId: request_id,
        amount,
      }));
    },
    deposit: async (tenantId, paymentId, amount) => {
      checkAmount(amount);
      return db.transaction().execute(async (tx) => {
        await makeWallet(tx, tenantId);
        return pay(tx, tenantId, paymentId, amount);
      });
    },
    open: async (tenantId, deposit) => {
      checkAmount(deposit);
      return db.transaction().execute(async (tx) => {
        await makeWallet(tx, tenantId);
        // Locks the row: of two processes that start at once, the second sees what the first one paid.
        await tx
          .updateTable("wallet")
          .set((row) => ({ entries: row.ref("entries") }))
          .where("tenant_id", "=", tenantId)
          .execute();
        const paid = await tx
          .selectFrom("payment")
          .select("id")
          .where("tenant_id", "=", tenantId)
          .limit(1)
          .execute();
        return paid.length === 0 && (await pay(tx, tenantId, FIRST_DEPOSIT, deposit));
      });
    },
    books: {
      settle: async (tenantId, reservationId, amount, given) => {
        checkAmount(amount);
        const work = async () => {
          try {
            return await settle(tenantId, reservationId, amount, given);
          } catch (thrown) {
            if (thrown instanceof RangeError || storageFault(thrown) !== null) throw thrown;
            log("error", "record.not-with-charge", { requestId: given.id, ...describeError(thrown) });
            return settle(tenantId, reservationId, amount, null);
          }
        };
        return outbox.attempt(keyOfReservation(reservationId), work, () => ({
          kind: "settle",
          tenantId,
          reservationId,
          amount: String(amount),
          record: recordToJson(given),
        }));
      },
    },
    close: { settle, release },
  };
}
