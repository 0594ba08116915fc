/**
 * Tells, once for each crossing, that a wallet runs low.
 * @module
 */
import { picoToUsd } from "../../registry/pricing/money.ts";
import type { GatewayParts } from "../parts.ts";
import { describeError } from "../telemetry/describe-error.ts";

/**
 * Looks whether a wallet's balance (deposits less charges, whatever is reserved) fell below the threshold since the last
 * look. Never rejects: the books are closed by now.
 */
export async function alertIfLow(
  { wallet, log, limits }: Pick<GatewayParts, "wallet" | "log" | "limits">,
  tenantId: string,
): Promise<void> {
  const threshold = limits.walletAlertBelow;
  if (threshold === 0n) return;
  try {
    if (!(await wallet.fellBelow(tenantId, threshold))) return;
    log("warn", "wallet.low", { tenantId, belowUsd: picoToUsd(threshold) });
  } catch (thrown) {
    log("error", "wallet.not-looked-at", { tenantId, ...describeError(thrown) });
  }
}
