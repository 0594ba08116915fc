import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  parseDecimal,
  perMillionToPico,
  picoToPerMillion,
  picoToUsd,
  reportedUsdToPico,
  usdToPico,
} from "../../registry/pricing/money.ts";
import { decimal, whole } from "./exact.ts";

/** The same examples in every run. */
const holds = <T>(property: fc.IProperty<T>, numRuns = 100): void =>
  fc.assert(property, { seed: 20_261_121, numRuns });

const anyPico = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });

/** A plain decimal of at most `scale` decimals, with superfluous zeros now and then. */
const decimalText = (scale: number) =>
  fc
    .tuple(
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: scale }),
    )
    .map(([units, fraction]) => (fraction === "" ? `${units}` : `${units}.${fraction}`));

describe("money", () => {
  it("comes back from its text unchanged", () => {
    holds(fc.property(anyPico, (pico) => usdToPico(picoToUsd(pico)) === pico));
    holds(fc.property(anyPico, (rate) => perMillionToPico(picoToPerMillion(rate)) === rate));
  });

  it("is written in its shortest form", () => {
    holds(fc.property(anyPico, (pico) => !/\.\d*0$|\.$|^-?0\d/.test(picoToUsd(pico))));
    expect([0n, 1n, -1n, 88_800_000n, 10n ** 12n].map(picoToUsd)).toEqual([
      "0",
      "0.000000000001",
      "-0.000000000001",
      "0.0000888",
      "1",
    ]);
  });

  it("agrees with arithmetic that was written apart", () => {
    holds(fc.property(decimalText(12), (text) => usdToPico(text) === whole(decimal(text), 12)));
    holds(fc.property(decimalText(6), (text) => perMillionToPico(text) === whole(decimal(text), 6)));
  });

  it("adds up like the decimals it stands for", () => {
    holds(
      fc.property(anyPico, anyPico, (a, b) => usdToPico(picoToUsd(a)) + usdToPico(picoToUsd(b)) === a + b),
    );
  });

  it.each(["", " 1", "1 ", "+1", "1.", ".5", "1e3", "1,5", "0x1", "NaN", "Infinity", "--1", "1.2.3", "١"])(
    "refuses %j",
    (text) => expect(() => parseDecimal(text, 12)).toThrow(RangeError),
  );

  it("refuses what it could not hold exactly, and only that", () => {
    expect(() => parseDecimal("0.1234567", 6)).toThrow(/more than 6 decimals/);
    expect(parseDecimal("0.1234560", 6)).toBe(123_456n);
  });
});

describe("a reported price", () => {
  it("is read by its shortest decimal, without binary noise", () => {
    const cases: [number, bigint][] = [
      [2.43e-5, 24_300_000n],
      [3.1e-6, 3_100_000n],
      [0.1, 100_000_000_000n],
      [0.30000000000000004, 300_000_000_000n],
      [1e-12, 1n],
      [4e-13, 0n],
      [6e-13, 1n],
      [0, 0n],
      [-0, 0n],
      [12, 12_000_000_000_000n],
      [1e6, 10n ** 18n],
    ];
    for (const [value, pico] of cases) expect(reportedUsdToPico(value), String(value)).toBe(pico);
  });

  it("is the decimal it was written as, for every price of at most twelve decimals", () => {
    const digits = fc.integer({ min: 0, max: 10 ** 12 });
    holds(
      fc.property(digits, fc.integer({ min: 6, max: 12 }), (n, scale) => {
        const value = Number(`${n}e-${scale}`);
        return reportedUsdToPico(value) === BigInt(n) * 10n ** BigInt(12 - scale);
      }),
    );
  });

  it("is none where it is negative, absurd, not finite or not a number", () => {
    for (const value of [
      -1,
      1_000_001,
      2 ** 53,
      1e300,
      -1e-9,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      "0.1",
      null,
      undefined,
      {},
      [1],
      true,
      1n,
    ])
      expect(reportedUsdToPico(value), typeof value).toBeNull();
  });
});
