import { describe, expect, test } from "vitest";
import { PROMPT_CLASSES } from "../canonical/usage.ts";
import { asOf, compilePricing, newestTiers } from "./periods.ts";
import { above, at, base, chooseTier, compileTiers, marginal, rateOf, reaches, since } from "./tiers.ts";

describe("a written tier says all that decides (REG-06)", () => {
  test("counts the whole prompt, prices the whole request and keeps nothing, unless told", () => {
    expect(above(9, { input: "2", output: "3" }, "price page")).toEqual({
      kind: "threshold",
      from: 9,
      boundary: "above",
      basis: [...PROMPT_CLASSES],
      shape: "whole",
      reprices: ["input", "output"],
      inherits: [],
      usdPerMillion: { input: "2", output: "3" },
      evidence: "price page",
    });
  });

  test("counts and keeps what it is told to", () => {
    const terms = { basis: ["input"], inherits: ["output"] } as const;
    expect(at(9, { input: "2" }, "x", terms)).toMatchObject({ ...terms, boundary: "at" });
    expect(marginal(at(9, { input: "2" }, "x", terms))).toMatchObject({ ...terms, shape: "marginal" });
  });
});

describe("compiled tiers", () => {
  const list = () =>
    compileTiers([
      base({ input: "1", request: "0.5" }),
      above(10, { input: "2", search: "0.01", output: undefined }, "x", { basis: ["input"] }),
    ]);

  test("hold pico-USD per token, and per use for requests and searches", () => {
    expect(list()).toEqual([
      {
        from: 0,
        boundary: "at",
        basis: PROMPT_CLASSES,
        shape: "whole",
        rates: { input: 1_000_000n, request: 500_000_000_000n },
      },
      {
        from: 10,
        boundary: "above",
        basis: ["input"],
        shape: "whole",
        rates: { input: 2_000_000n, request: 500_000_000_000n, search: 10_000_000_000n },
      },
    ]);
  });

  test("are reached by what counts toward them, and by nothing else", () => {
    const [, higher] = list();
    expect(higher && reaches(higher, { input: 10 })).toBe(false);
    expect(higher && reaches(higher, { input: 11 })).toBe(true);
    expect(higher && reaches(higher, { input: 10, cacheRead: 50, output: 50 })).toBe(false);
  });

  test("the highest one that is reached is chosen, and the one below where the next is out of reach", () => {
    const three = compileTiers([
      base({ input: "1" }),
      at(5, { input: "2" }, "x"),
      at(9, { input: "3" }, "x"),
    ]);
    expect([4, 5, 8, 9].map((input) => chooseTier(three, { input }).from)).toEqual([0, 5, 5, 9]);
  });

  test("without any, there is nothing to choose", () => {
    expect(() => chooseTier([], {})).toThrow("an endpoint has no price tiers");
  });

  test("a cache kept for an hour costs what one of five minutes does, and that what fresh input does", () => {
    const [five] = compileTiers([base({ input: "1", cacheWrite5m: "1.25" })]);
    const [fresh] = compileTiers([base({ input: "1" })]);
    expect(five && rateOf(five, "cacheWrite1h")).toEqual({ rate: 1_250_000n, pricedAs: "cacheWrite5m" });
    expect(fresh && rateOf(fresh, "cacheWrite1h")).toEqual({ rate: 1_000_000n, pricedAs: "input" });
    expect(fresh && rateOf(fresh, "search")).toBeNull();
  });

  test("a price of 0 is a price", () => {
    const [tier] = compileTiers([base({ input: "1", cacheRead: "0" })]);
    expect(tier && rateOf(tier, "cacheRead")).toEqual({ rate: 0n, pricedAs: "cacheRead" });
  });
});

describe("compiled periods", () => {
  const rates = (tiers: ReturnType<typeof compileTiers>) => tiers.map((tier) => tier.rates.input);

  test("end on the day on which the next begins; before the first there are none", () => {
    const { tiers, earlier } = compilePricing([
      since("2026-01-01", base({ input: "1" })),
      since("2026-07-30", base({ input: "2" })),
    ]);
    expect(rates(tiers)).toEqual([2_000_000n]);
    expect(earlier.map((period) => [period.until, rates(period.tiers)])).toEqual([
      ["2026-01-01", []],
      ["2026-07-30", [1_000_000n]],
    ]);
  });

  test("are as many as are written, and the newest is the last of them", () => {
    const lists = ["1", "2", "3"].map((input) => base({ input }));
    const written = lists.map((tier, i) => since(`2026-0${i + 1}-01`, tier));
    expect(newestTiers(written)).toEqual([lists[2]]);
    expect(rates(compilePricing(written).tiers)).toEqual([3_000_000n]);
  });

  test("are left behind by an endpoint that was asked for a day", () => {
    const endpoint = compilePricing([since("2026-01-01", base({ input: "1" }))]);
    expect(asOf(endpoint, "2026-01-01")).toMatchObject({ earlier: [] });
    expect(asOf(endpoint, "2025-12-31")).toEqual({
      tiers: [],
      earlier: [],
      pricedAt: "2025-12-31",
    });
  });
});
