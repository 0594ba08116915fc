/**
 * Wallets in memory. Each operation is one synchronous step, so concurrent requests cannot overspend (BIL-02). What a request
 * asks takes as long after a million others as after one: sums are kept, and charges are found by their reservation.
 * @module
 */
import type { PicoUsd } from "../../registry/pricing/money.ts";
import type { Clock, Ids, LedgerEntry, Wallet, WalletView } from "../parts.ts";
import {
  checkAmount,
  checkTotal,
  FIRST_DEPOSIT,
  NothingReserved,
  samePayment,
  sameReservation,
} from "./amount.ts";
import type { StatementEntry, StatementPlace } from "./statement.ts";

interface Account {
  payments: Map<string, PicoUsd>;
  deposited: PicoUsd;
  charged: PicoUsd;
  open: Map<string, { requestId: string; amount: PicoUsd }>;
  /** The sum of what is open. */
  reserved: PicoUsd;
  /** What is charged, by its reservation, in the order in which it came. */
  ledger: Map<string, LedgerEntry>;
  statement: StatementEntry[];
  suspended: boolean;
  low: boolean;
}

function openAccount(deposit: PicoUsd | undefined, at: number): Account {
  if (deposit !== undefined) checkAmount(deposit);
  // Stryker disable next-line ConditionalExpression: a payment without an amount is met only by a top-up whose id is first-deposit
  const payments = new Map(deposit === undefined ? [] : [[FIRST_DEPOSIT, deposit]]);
  const statement: StatementEntry[] =
    deposit === undefined
      ? []
      : [{ kind: "deposit", id: FIRST_DEPOSIT, requestId: null, amount: deposit, at }];
  const rest = { open: new Map(), reserved: 0n, ledger: new Map(), statement, suspended: false, low: false };
  return { payments, deposited: deposit ?? 0n, charged: 0n, ...rest };
}

/**
 * @param deposits what each tenant begins with
 * @param clock for the statement; without one everything is booked at 0
 */
export function memoryWallet(
  deposits: ReadonlyMap<string, PicoUsd>,
  ids: Ids,
  clock: Pick<Clock, "now"> = { now: () => 0 },
): Wallet {
  const accounts = new Map<string, Account>();
  const account = (tenantId: string): Account => {
    const known = accounts.get(tenantId);
    if (known) return known;
    const fresh = openAccount(deposits.get(tenantId), clock.now());
    accounts.set(tenantId, fresh);
    return fresh;
  };
  const view = ({ deposited, charged, reserved }: Account): WalletView => ({
    available: deposited - charged - reserved,
    reserved,
    charged,
    deposited,
  });
  /** Nothing is open under this id any more. @returns what was */
  const close = (wallet: Account, reservationId: string) => {
    const reservation = wallet.open.get(reservationId);
    if (reservation && wallet.open.delete(reservationId)) wallet.reserved -= reservation.amount;
    return reservation;
  };
  return {
    view: async (tenantId) => view(account(tenantId)),
    reserve: async (tenantId, requestId, amount, reservationId = ids.uuid()) => {
      checkAmount(amount);
      const wallet = account(tenantId);
      const known = wallet.open.get(reservationId);
      if (known) {
        sameReservation(reservationId, known.amount, amount);
        return reservationId;
      }
      // Charged already: there is nothing left to set aside.
      if (wallet.ledger.has(reservationId)) return reservationId;
      if (wallet.suspended) return null;
      // What costs nothing is covered by an empty wallet, and by an overdrawn one.
      if (amount > 0n && view(wallet).available < amount) return null;
      wallet.open.set(reservationId, { requestId, amount });
      wallet.reserved += amount;
      return reservationId;
    },
    settle: async (tenantId, reservationId, amount) => {
      checkAmount(amount);
      const wallet = account(tenantId);
      const reservation = wallet.open.get(reservationId);
      if (!reservation) {
        if (wallet.ledger.has(reservationId)) return;
        throw new NothingReserved(reservationId);
      }
      checkTotal(wallet.charged + amount);
      close(wallet, reservationId);
      wallet.charged += amount;
      const { requestId } = reservation;
      wallet.ledger.set(reservationId, { reservationId, requestId, amount });
      wallet.statement.push({ kind: "charge", id: reservationId, requestId, amount, at: clock.now() });
    },
    release: async (tenantId, reservationId) => void close(account(tenantId), reservationId),
    ledger: async (tenantId) => [...account(tenantId).ledger.values()],
    deposit: async (tenantId, paymentId, amount) => {
      checkAmount(amount);
      const wallet = account(tenantId);
      const booked = wallet.payments.get(paymentId);
      if (booked !== undefined) {
        samePayment(paymentId, booked, amount);
        return false;
      }
      checkTotal(wallet.deposited + amount);
      wallet.payments.set(paymentId, amount);
      wallet.deposited += amount;
      wallet.statement.push({ kind: "deposit", id: paymentId, requestId: null, amount, at: clock.now() });
      return true;
    },
    statement: async (tenantId, after, limit) => {
      const place = (entry: StatementPlace) =>
        [String(entry.at).padStart(16, "0"), entry.kind, entry.id].join("\n");
      const inOrder = [...account(tenantId).statement].sort((a, b) => (place(a) < place(b) ? 1 : -1));
      return inOrder.filter((entry) => after === null || place(entry) < place(after)).slice(0, limit);
    },
    isSuspended: async (tenantId) => account(tenantId).suspended,
    suspend: async (tenantId, suspended) => {
      account(tenantId).suspended = suspended;
    },
    fellBelow: async (tenantId, threshold) => {
      const wallet = account(tenantId);
      const { low } = wallet;
      wallet.low = wallet.deposited - wallet.charged < threshold;
      return wallet.low && !low;
    },
  };
}
