/**
 * Wallets in memory. Each operation is one synchronous step, so concurrent requests cannot overspend (BIL-02).
 * @module
 */
import type { PicoUsd } from "../../registry/pricing/money.ts";
import type { Ids, LedgerEntry, Wallet, WalletView } from "../parts.ts";

interface Account {
  deposited: PicoUsd;
  charged: PicoUsd;
  open: Map<string, { requestId: string; amount: PicoUsd }>;
  ledger: LedgerEntry[];
}

export function memoryWallet(deposits: ReadonlyMap<string, PicoUsd>, ids: Ids): Wallet {
  const accounts = new Map<string, Account>();
  const account = (tenantId: string): Account => {
    const known = accounts.get(tenantId);
    if (known) return known;
    const fresh: Account = {
      deposited: deposits.get(tenantId) ?? 0n,
      charged: 0n,
      open: new Map(),
      ledger: [],
    };
    accounts.set(tenantId, fresh);
    return fresh;
  };
  const view = ({ deposited, charged, open }: Account): WalletView => {
    const reserved = [...open.values()].reduce((sum, { amount }) => sum + amount, 0n);
    return { available: deposited - charged - reserved, reserved, charged, deposited };
  };
  return {
    view: async (tenantId) => view(account(tenantId)),
    reserve: async (tenantId, requestId, amount) => {
      const wallet = account(tenantId);
      if (view(wallet).available < amount) return null;
      const reservationId = ids.uuid();
      wallet.open.set(reservationId, { requestId, amount });
      return reservationId;
    },
    settle: async (tenantId, reservationId, amount) => {
      const wallet = account(tenantId);
      const reservation = wallet.open.get(reservationId);
      if (!reservation) return;
      wallet.open.delete(reservationId);
      wallet.charged += amount;
      wallet.ledger.push({ reservationId, requestId: reservation.requestId, amount });
    },
    release: async (tenantId, reservationId) => void account(tenantId).open.delete(reservationId),
    ledger: async (tenantId) => [...account(tenantId).ledger],
  };
}
