/**
 * What the cases of rate limits share.
 * @module
 */

/** The header of a caller's own policy, and what the names of the headers begin with that tell of it. */
export const POLICY = "helicone-ratelimit-policy";
export const HEADERS = "helicone-ratelimit-";

/** In pico-USD. */
export const CENT = 10n ** 10n;

/** Cents as a decimal, in pico-USD. */
export function decimalCents(text: string | null): bigint {
  const [whole = "", decimals = ""] = (text ?? "").split(".");
  return BigInt(whole) * CENT + BigInt(decimals.padEnd(10, "0"));
}
