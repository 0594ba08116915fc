/**
 * A hold on a wallet for one attempt. Every exit of an attempt closes it, by a charge or without one (BIL-01).
 * @module
 */
import type { PicoUsd } from "../../registry/pricing/money.ts";
import type { Wallet } from "../parts.ts";
import { MAX_AMOUNT } from "./amount.ts";

export interface Hold {
  /** Charges what the answer cost and frees the rest. */
  settle(amount: PicoUsd): Promise<void>;
  /** Frees everything; a failed attempt costs nothing (BIL-03). */
  release(): Promise<void>;
}

/** BYOK never touches the wallet (BIL-04). */
export const noHold: Hold = { settle: async () => {}, release: async () => {} };

/**
 * Sets the worst case aside; `null` when the wallet cannot cover it (BIL-05).
 * @param attemptId the gateway's own id of the attempt: what is asked for twice under it is held once
 */
export async function openHold(
  wallet: Wallet,
  tenantId: string,
  requestId: string,
  amount: PicoUsd,
  attemptId?: string,
): Promise<Hold | null> {
  // More than any wallet holds is simply not covered: a request may not make a fault of ours by asking for too much.
  if (amount > MAX_AMOUNT) return null;
  const reservation = await wallet.reserve(tenantId, requestId, amount, attemptId);
  if (reservation === null) return null;
  return {
    settle: (charged) => wallet.settle(tenantId, reservation, charged),
    release: () => wallet.release(tenantId, reservation),
  };
}
