import { describe, expect, it, test } from "vitest";
import { TOKEN_CLASSES, USAGE_CLASSES } from "../../registry/canonical/usage.ts";
import { price } from "../../registry/pricing/cost.ts";
import { perMillionToPico } from "../../registry/pricing/money.ts";
import { above, at, base, chooseTier, compileTiers, rateOf } from "../../registry/pricing/tiers.ts";

const endpoint = { tiers: compileTiers([base({ input: "1", output: "2", request: "0.005" })]), free: false };

describe("counts that are none are not priced, and named", () => {
  test.each([
    ["negative", -1],
    ["fractional", 1.5],
    ["not a number", Number.NaN],
    ["infinite", Number.POSITIVE_INFINITY],
    ["beyond what a number can count", 2 ** 53],
  ])("%s", (_name, count) => {
    for (const name of USAGE_CLASSES)
      expect(price(endpoint, { input: 1, [name]: count })).toEqual({
        kind: "unpriced",
        classes: [name],
        problem: `${name} is ${count}, not a count from 0 to 9007199254740991`,
      });
  });

  it("the largest count is priced exactly", () => {
    expect(
      price({ ...endpoint, tiers: compileTiers([base({ input: "600" })]) }, { input: 2 ** 53 - 1 }),
    ).toMatchObject({
      total: 9_007_199_254_740_991n * 600_000_000n,
    });
  });
});

describe("what nothing prices", () => {
  it("is unpriced, not free", () => {
    expect(price(endpoint, { input: 5, search: 1 })).toEqual({ kind: "unpriced", classes: ["search"] });
    const onlyInput = { tiers: compileTiers([base({ input: "0.02" })]), free: false };
    expect(price(onlyInput, { output: 1 })).toEqual({ kind: "unpriced", classes: ["output"] });
    expect(price({ tiers: [], free: false }, { input: 1 })).toEqual({ kind: "unpriced", classes: ["input"] });
  });

  it("is 0 at a free endpoint, however much was used", () => {
    expect(price({ ...endpoint, free: true }, { input: 10 ** 9, search: 3 })).toMatchObject({
      total: 0n,
      lines: [],
    });
  });

  it("never falls back to free", () => {
    const [tier] = compileTiers([base({ input: "1", output: "2" })]);
    if (!tier) throw new Error("no tier");
    for (const name of TOKEN_CLASSES) expect(rateOf(tier, name)?.rate, name).toBeGreaterThan(0n);
  });
});

it("adds a request fee once", () => {
  expect(price(endpoint, { input: 1 })).toMatchObject({ total: 5_000_000_000n + 1_000_000n });
});

it("inherits what a higher tier does not reprice", () => {
  const compiled = compileTiers([
    base({ input: "1", output: "2" }),
    above(10, { input: "4" }, "generated", { inherits: ["output"] }),
  ]);
  expect(compiled[1]?.rates).toEqual({ input: 4_000_000n, output: 2_000_000n });
});

describe("a threshold of 1000", () => {
  const low = base({ input: "1", output: "2" });
  const high = [1000, { input: "2", output: "3" }, "generated"] as const;

  it.each([
    [999, "1", "1"],
    [1000, "1", "2"],
    [1001, "2", "2"],
  ])("%i tokens pay %s where the tier is above and %s where it is at", (tokens, whenAbove, whenAt) => {
    for (const used of [{ input: tokens }, { input: 1, cacheRead: tokens - 1 }]) {
      expect(chooseTier(compileTiers([low, above(...high)]), used).rates.input).toBe(
        perMillionToPico(whenAbove),
      );
      expect(chooseTier(compileTiers([low, at(...high)]), used).rates.input).toBe(perMillionToPico(whenAt));
    }
  });

  it("refuses an endpoint without tiers", () => {
    expect(() => chooseTier([], {})).toThrow(RangeError);
  });
});
