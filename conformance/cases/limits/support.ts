/**
 * What the cases of limits share.
 * @module
 */
import { errorOf, type Reply } from "../../engine/reply.ts";

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

/** What a refusal says of itself. */
export const told = (reply: Reply) => [reply.status, errorOf(reply)?.type, errorOf(reply)?.code];

/** That of one for which there is no place. */
export const OVERLOADED = [503, "overloaded_error", "overloaded"];
