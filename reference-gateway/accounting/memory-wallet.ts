/**
 * Wallets in memory. Each operation is one synchronous step, so concurrent requests cannot overspend (BIL-02).
 * @module
 */
import type { PicoUsd } from "../../registry/pricing/money.ts";
import type { Ids, LedgerEntry, Wallet, WalletView } from "../parts.ts";
import { checkAmount, checkTotal, FIRST_DEPOSIT, samePayment, sameReservation } from "./amount.ts";

interface Account {
  payments: Map<string, PicoUsd>;
  deposited: PicoUsd;
  charged: PicoUsd;
  open: Map<string, { requestId: string; amount: PicoUsd }>;
  ledger: LedgerEntry[];
}

function openAccount(deposit: PicoUsd | undefined): Account {
  if (deposit !== undefined) checkAmount(deposit);
  const payments = new Map(deposit === undefined ? [] : [[FIRST_DEPOSIT, deposit]]);
  return { payments, deposited: deposit ?? 0n, charged: 0n, open: new Map(), ledger: [] };
}

/** @param deposits what each tenant begins with */
export function memoryWallet(deposits: ReadonlyMap<string, PicoUsd>, ids: Ids): Wallet {
  const accounts = new Map<string, Account>();
  const account = (tenantId: string): Account => {
    const known = accounts.get(tenantId);
    if (known) return known;
    const fresh = openAccount(deposits.get(tenantId));
    accounts.set(tenantId, fresh);
    return fresh;
  };
  const view = ({ deposited, charged, open }: Account): WalletView => {
    const reserved = [...open.values()].reduce((sum, { amount }) => sum + amount, 0n);
    return { available: deposited - charged - reserved, reserved, charged, deposited };
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
      if (wallet.ledger.some((entry) => entry.reservationId === reservationId)) return reservationId;
      // What costs nothing is covered by an empty wallet, and by an overdrawn one.
      if (amount > 0n && view(wallet).available < amount) return null;
      wallet.open.set(reservationId, { requestId, amount });
      return reservationId;
    },
    settle: async (tenantId, reservationId, amount) => {
      checkAmount(amount);
      const wallet = account(tenantId);
      const reservation = wallet.open.get(reservationId);
      if (!reservation) return;
      checkTotal(wallet.charged + amount);
      wallet.open.delete(reservationId);
      wallet.charged += amount;
      wallet.ledger.push({ reservationId, requestId: reservation.requestId, amount });
    },
    release: async (tenantId, reservationId) => void account(tenantId).open.delete(reservationId),
    ledger: async (tenantId) => [...account(tenantId).ledger],
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
      return true;
    },
  };
}
