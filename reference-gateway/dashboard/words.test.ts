/**
 * Prices in words, as they were written by hand from the definitions of tiers and modifiers.
 * @module
 */
import { describe, expect, test } from "vitest";
import { compileModifiers } from "../../registry/pricing/modifiers/compile.ts";
import { modifierWords, ratesOf, tierWords } from "./words.ts";

const tier = { from: 0, boundary: "above", basis: ["input"], shape: "whole", rates: {} } as const;

describe("prices in words", () => {
  test("say from where a tier holds, and for which tokens", () => {
    expect(tierWords(tier)).toBe("From the first token");
    expect(tierWords({ ...tier, from: 200_000 })).toBe("Above 200,000 prompt tokens, for the whole request");
    expect(tierWords({ ...tier, from: 32_000, boundary: "at", shape: "marginal" })).toBe(
      "From 32,000 prompt tokens, for the tokens beyond",
    );
  });

  test("name what is billed by the million and by the piece", () => {
    expect(ratesOf({ search: 10_000_000_000n, input: 150_000n, cacheRead: 75_000n })).toEqual([
      ["input", "$0.15 per million"],
      ["input from the cache", "$0.075 per million"],
      ["each search", "$0.01"],
    ]);
  });

  test("say what a word of the answer does to a price, and until when", () => {
    const words = compileModifiers([
      {
        kind: "factor",
        word: "service_tier",
        values: ["priority"],
        factor: "1.75",
        classes: ["input", "cacheRead", "output"],
        evidence: "made up",
      },
      {
        kind: "rates",
        word: "region",
        values: ["eu"],
        usdPerMillion: { input: "2", output: "8" },
        until: "2027-01-01",
        baseTierOnly: true,
        evidence: "made up",
      },
    ]).map(modifierWords);
    expect(words).toEqual([
      "service_tier priority: 1.75 times the price of input, input from the cache and output",
      "region eu: input $2 per million and output $8 per million (before 2027-01-01, at the first tier only)",
    ]);
  });
});
