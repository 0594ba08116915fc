/**
 * Money as integers: pico-USD (1e-12 USD) in `bigint`. A price of USD per million tokens with six decimals is a
 * whole number of pico-USD per token, so nothing is ever rounded between the registry and the ledger (CST-01).
 * @module
 */
import { withoutTrailing } from "../strings.ts";

/** Pico-USD, 1e-12 US dollars. */
export type PicoUsd = bigint;

export const PICO_PER_USD = 1_000_000_000_000n;

/** No single call costs more, in USD; the dearest context full of the dearest tokens is below 1,000. */
export const MAX_REPORTED_USD = 1_000_000;

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * Reads a decimal string exactly, scaled by a power of ten.
 * @throws RangeError when the text is not a plain decimal or has more decimals than the scale can hold.
 * @example parseDecimal("0.15", 6) // 150_000n
 */
export function parseDecimal(text: string, scale: number): bigint {
  const match = DECIMAL.exec(text);
  if (!match) throw new RangeError(`not a plain decimal number: "${text}" (write it like "0.15")`);
  // Stryker disable next-line StringLiteral: the pattern has matched, so there is a whole part
  const [, sign, whole = "", fraction = ""] = match;
  const kept = withoutTrailing(fraction, "0");
  if (kept.length > scale)
    throw new RangeError(`"${text}" has more than ${scale} decimals, which cannot be held exactly`);
  const digits = BigInt(whole + kept.padEnd(scale, "0"));
  return sign ? -digits : digits;
}

/** USD as a decimal string → pico-USD. @example usdToPico("0.0000888") // 88_800_000n */
export const usdToPico = (usd: string): PicoUsd => parseDecimal(usd, 12);

/** USD per million tokens as a decimal string → pico-USD per token. @example perMillionToPico("0.15") // 150_000n */
export const perMillionToPico = (usdPerMillion: string): PicoUsd => parseDecimal(usdPerMillion, 6);

function format(value: bigint, scale: number): string {
  const sign = value < 0n ? "-" : "";
  // Stryker disable next-line EqualityOperator: minus nothing is nothing
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, "0");
  const fraction = withoutTrailing(digits.slice(-scale), "0");
  return `${sign}${digits.slice(0, -scale)}${fraction ? `.${fraction}` : ""}`;
}

/** Pico-USD → shortest exact decimal string in USD. @example picoToUsd(88_800_000n) // "0.0000888" */
export const picoToUsd = (pico: PicoUsd): string => format(pico, 12);

/** Pico-USD per token → USD per million tokens. @example picoToPerMillion(150_000n) // "0.15" */
export const picoToPerMillion = (pico: PicoUsd): string => format(pico, 6);

/** In what a provider states its price: dollars, or ticks of 1e-10 dollars. */
export type ReportedUnit = "usd" | "tick";

const UNIT_DECIMALS: Record<ReportedUnit, number> = { usd: 0, tick: 10 };

/**
 * A JSON number that means USD (a provider's own `estimated_cost`) → pico-USD, by its shortest decimal form, so that
 * `2.43e-5` is exactly 24_300_000 and no binary noise enters. Negative and non-finite values, more than any call can
 * cost, and anything that is not a number are `null`: not a price.
 * @example reportedUsdToPico(1_176_500, "tick") // 117_650_000n
 */
export function reportedUsdToPico(value: unknown, unit: ReportedUnit = "usd"): PicoUsd | null {
  const decimals = UNIT_DECIMALS[unit];
  if (typeof value !== "number" || !(value >= 0 && value <= MAX_REPORTED_USD * 10 ** decimals)) return null;
  // Stryker disable next-line StringLiteral: a number always has a mantissa, and no exponent counts as 0
  const [mantissa = "0", exponent = "0"] = String(value).split("e");
  // Stryker disable next-line StringLiteral: a mantissa always has a whole part
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const shift = 12 - decimals + Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  // Stryker disable next-line EqualityOperator: at a shift of 0 both ways give the digits themselves
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  // Finer than a pico-dollar is a provider's float noise: round half up.
  return (digits + divisor / 2n) / divisor;
}
