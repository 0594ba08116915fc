/**
 * A hold on a wallet for one attempt. Every exit of an attempt closes it, by a charge or without one (BIL-01).
 * @module
 */
import type { PicoUsd } from "../../registry/pricing/money.ts";
import type { Books, Wallet } from "../parts.ts";
import type { RequestRecord } from "../telemetry/record.ts";
import { MAX_AMOUNT } from "./amount.ts";

export interface Hold {
  /**
   * Charges what the answer cost and frees the rest.
   * @returns the record, where it was kept together with its charge; `null` where it is still to be kept
   */
  settle(amount: PicoUsd, record: RequestRecord): Promise<RequestRecord | null>;
  /** Frees everything; a failed attempt costs nothing (BIL-03). */
  release(): Promise<void>;
}

/** BYOK never touches the wallet (BIL-04). */
export const noHold: Hold = { settle: async () => null, release: async () => {} };

/**
 * Sets the worst case aside; `null` when the wallet cannot cover it (BIL-05).
 * @param attemptId the gateway's own id of the attempt: what is asked for twice under it is held once
 */
export async function openHold(
  { wallet, books }: { wallet: Wallet; books: Books | null },
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
    settle: async (charged, record) => {
      if (books) return books.settle(tenantId, reservation, charged, record);
      await wallet.settle(tenantId, reservation, charged);
      return null;
    },
    release: () => wallet.release(tenantId, reservation),
  };
}
