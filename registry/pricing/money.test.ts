import { describe, expect, test } from "vitest";
import {
  MAX_REPORTED_USD,
  parseDecimal,
  perMillionToPico,
  picoToPerMillion,
  picoToUsd,
  reportedUsdToPico,
  usdToPico,
} from "./money.ts";

describe("written money (CST-01)", () => {
  test.each([
    ["0", 0n],
    ["-0.5", -500_000_000_000n],
    ["0.000000000001", 1n],
    ["1.500", 1_500_000_000_000n],
    ["12", 12_000_000_000_000n],
  ])("%s USD is %s pico-USD", (text, pico) => {
    expect(usdToPico(text)).toBe(pico);
  });

  test("trailing zeros do not count as decimals, other digits do", () => {
    expect(perMillionToPico("0.100000000")).toBe(100_000n);
    expect(() => perMillionToPico("0.1000001")).toThrow(
      '"0.1000001" has more than 6 decimals, which cannot be held exactly',
    );
  });

  test("what is no plain decimal is refused with the text and an example", () => {
    expect(() => parseDecimal("1e3", 6)).toThrow(
      new RangeError('not a plain decimal number: "1e3" (write it like "0.15")'),
    );
  });

  test.each([
    [0n, "0"],
    [-1_500_000n, "-1.5"],
    [150_000n, "0.15"],
    [10_000_000n, "10"],
    [100n, "0.0001"],
  ])("%s is written %s per million", (pico, text) => {
    expect(picoToPerMillion(pico)).toBe(text);
  });

  test("dollars are written with up to twelve decimals", () => {
    expect(picoToUsd(-1n)).toBe("-0.000000000001");
    expect(picoToUsd(20_000_000_000_000n)).toBe("20");
  });
});

describe("a reported price (CST-06)", () => {
  test.each([
    [0.25, 250_000_000_000n],
    [2.43e-5, 24_300_000n],
    [3e-7, 300_000n],
    [1e-12, 1n],
    [1.5e-12, 2n],
    [1.4e-12, 1n],
    [4e-13, 0n],
    [MAX_REPORTED_USD, 10n ** 18n],
  ])("%f is %s", (usd, pico) => {
    expect(reportedUsdToPico(usd)).toBe(pico);
  });

  test.each([-1e-9, MAX_REPORTED_USD + 1, Number.NaN, "1", null, undefined])("%s is none", (given) => {
    expect(reportedUsdToPico(given)).toBeNull();
  });

  test("may be told in ticks of 1e-10 dollars, up to the same amount", () => {
    expect(reportedUsdToPico(1_176_500, "tick")).toBe(117_650_000n);
    expect(reportedUsdToPico(0.5, "tick")).toBe(50n);
    expect(reportedUsdToPico(MAX_REPORTED_USD * 1e10, "tick")).toBe(10n ** 18n);
    expect(reportedUsdToPico(MAX_REPORTED_USD * 1e10 + 2, "tick")).toBeNull();
  });
});
