/**
 * Exact fractions for expected values. The registry computes with scaled integers; the oracle does not, so that one
 * wrong scale cannot be in both.
 * @module
 */

export interface Fraction {
  over: bigint;
  under: bigint;
}

export const ZERO: Fraction = { over: 0n, under: 1n };

/** Reads `"0.15"`. @throws Error when the text is no plain decimal */
export function fraction(text: string): Fraction {
  const found = /^(-?\d+)(?:\.(\d*))?$/.exec(text);
  if (!found) throw new Error(`the oracle cannot read "${text}" as a decimal`);
  const [, whole = "", decimals = ""] = found;
  return { over: BigInt(whole + decimals), under: 10n ** BigInt(decimals.length) };
}

function divisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b];
  while (smaller > 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

/** The sum in lowest terms, so that ten thousand of them stay small. */
export function plus(a: Fraction, b: Fraction): Fraction {
  const over = a.over * b.under + b.over * a.under;
  const under = a.under * b.under;
  const common = divisor(over < 0n ? -over : over, under);
  return { over: over / common, under: under / common };
}

export const times = (a: Fraction, b: Fraction): Fraction => ({
  over: a.over * b.over,
  under: a.under * b.under,
});

export const ofCount = (count: number | bigint): Fraction => ({ over: BigInt(count), under: 1n });

/** USD as whole pico-USD. @throws Error when it is not whole: somebody would have to round */
export function picoOf({ over, under }: Fraction): bigint {
  const scaled = over * 10n ** 12n;
  if (scaled % under !== 0n) throw new Error(`${over}/${under} USD is no whole number of pico-USD`);
  return scaled / under;
}
