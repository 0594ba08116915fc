/**
 * Money as the suite reads it: decimal text of USD to pico-USD, by nothing of the gateway's.
 * @module
 */

/** `"0.5"` → 500,000,000,000n; -1n for what is no plain decimal, which no balance is. */
export function picos(usd: string): bigint {
  const [, whole = "", fraction = ""] = /^(\d{1,12})(?:\.(\d{1,12}))?$/.exec(usd) ?? [];
  return whole === "" ? -1n : BigInt(whole) * 10n ** 12n + BigInt(fraction.padEnd(12, "0"));
}
