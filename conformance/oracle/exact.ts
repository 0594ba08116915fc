/**
 * Exact decimals for expected values, written apart from the registry's money so that one fault cannot be in both.
 * A decimal is a fraction: digits over a power of ten. Nothing is ever rounded; what cannot be whole is an error.
 * @module
 */

export interface Decimal {
  digits: bigint;
  /** The value is digits / 10^scale. */
  scale: number;
}

/** Reads `"0.15"`, `"3.1e-06"` or `"12"`. @throws Error when the text is no decimal number */
export function decimal(text: string): Decimal {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const dot = mantissa.indexOf(".");
  const fraction = dot < 0 ? 0 : mantissa.length - dot - 1;
  if (!/^-?\d+(\.\d+)?$/.test(mantissa) || !/^[+-]?\d+$/.test(exponent)) {
    throw new Error(`the oracle cannot read "${text}" as a decimal number`);
  }
  const scale = fraction - Number(exponent);
  const digits = BigInt(mantissa.replace(".", ""));
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/** The value × 10^power as an integer. @throws Error when it is not one */
export function whole({ digits, scale }: Decimal, power: number): bigint {
  if (power >= scale) return digits * 10n ** BigInt(power - scale);
  const divisor = 10n ** BigInt(scale - power);
  if (digits % divisor !== 0n) throw new Error(`${digits}e-${scale} × 10^${power} is not a whole number`);
  return digits / divisor;
}

/** USD as written → pico-USD. @example picoOfUsd("0.0000888") // 88_800_000n */
export const picoOfUsd = (usd: string): bigint => whole(decimal(usd), 12);

/** Tokens at a price in USD per million tokens → pico-USD: × 10^12 / 10^6. */
export const picoOfTokens = (tokens: number, usdPerMillion: string): bigint =>
  whole(decimal(usdPerMillion), 6) * BigInt(tokens);
