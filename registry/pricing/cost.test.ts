import { describe, expect, test } from "vitest";
import type { UsageClass } from "../canonical/usage.ts";
import { price, worstCase } from "./cost.ts";
import { above, at, base, compileTiers, marginal } from "./tiers.ts";

const flat = (usdPerMillion: Parameters<typeof base>[0]) => ({
  tiers: compileTiers([base(usdPerMillion)]),
  free: false,
});

describe("a bill (CST-01, CST-03)", () => {
  const endpoint = flat({ input: "1", output: "2" });

  test("has a line for each class that was used, at the rate and under the name that priced it", () => {
    expect(price(endpoint, { input: 3, cacheRead: 0, reasoning: 4 })).toEqual({
      kind: "priced",
      total: 11_000_000n,
      lines: [
        { class: "input", count: 3, rate: 1_000_000n, pricedAs: "input", from: 0, amount: 3_000_000n },
        { class: "reasoning", count: 4, rate: 2_000_000n, pricedAs: "output", from: 0, amount: 8_000_000n },
      ],
      tier: { from: 0, boundary: "at", shape: "whole" },
    });
  });

  test("names the tier that was reached, and its lines begin there", () => {
    const tiers = compileTiers([
      base({ input: "1", output: "2" }),
      above(10, { input: "3", output: "4" }, "made up"),
    ]);
    expect(price({ tiers, free: false }, { input: 11 })).toMatchObject({
      tier: { from: 10, boundary: "above", shape: "whole" },
      lines: [{ class: "input", from: 10, rate: 3_000_000n }],
    });
  });

  test("has no request fee where none is declared, and the told number of requests where one is", () => {
    const priced = price(endpoint, { input: 1 });
    expect(priced.kind === "priced" && priced.lines.map((line) => line.class)).toEqual(["input"]);
    expect(price(flat({ input: "1", request: "0.5" }), { input: 1, request: 2 })).toMatchObject({
      total: 1_000_000n + 1_000_000_000_000n,
    });
  });

  test("is none where one class has no price, however many have one", () => {
    expect(price(endpoint, { input: 1, search: 2, request: 1 })).toEqual({
      kind: "unpriced",
      classes: ["request", "search"],
    });
  });

  test("names every count that is none", () => {
    expect(price(endpoint, { input: -1, output: 0.5, reasoning: 0 })).toEqual({
      kind: "unpriced",
      classes: ["input", "output"],
      problem: "input is -1, output is 0.5, not a count from 0 to 9007199254740991",
    });
  });

  test("is nothing at a free endpoint, and tells the tier all the same", () => {
    expect(price({ ...flat({ input: "1" }), free: true }, { input: 5, search: 1 })).toEqual({
      kind: "priced",
      total: 0n,
      lines: [],
      tier: { from: 0, boundary: "at", shape: "whole" },
    });
  });
});

describe("marginal tiers (CST-02)", () => {
  const list = (tier: ReturnType<typeof above>) => ({
    tiers: compileTiers([base({ input: "1", cacheRead: "0.5", output: "2" }), marginal(tier)]),
    free: false,
  });
  const terms = { inherits: ["output"] as UsageClass[] };
  const rates = { input: "3", cacheRead: "1.5" };
  const counts = (endpoint: ReturnType<typeof list>, usage: Parameters<typeof price>[1]) => {
    const cost = price(endpoint, usage);
    return cost.kind === "priced" ? cost.lines.map((line) => [line.class, line.from, line.count]) : cost;
  };

  test("split a prompt where the threshold says: above leaves `from` tokens below, at one fewer", () => {
    expect(counts(list(above(10, rates, "made up", terms)), { input: 13, output: 2 })).toEqual([
      ["input", 0, 10],
      ["output", 0, 2],
      ["input", 10, 3],
    ]);
    expect(counts(list(at(10, rates, "made up", terms)), { input: 13 })).toEqual([
      ["input", 0, 9],
      ["input", 10, 4],
    ]);
  });

  test("are filled by what the cache held first", () => {
    expect(counts(list(above(10, rates, "made up", terms)), { input: 8, cacheRead: 6 })).toEqual([
      ["input", 0, 4],
      ["cacheRead", 0, 6],
      ["input", 10, 4],
    ]);
  });

  test("leave a class that ends at the threshold below it", () => {
    expect(counts(list(above(10, rates, "made up", terms)), { input: 2, cacheRead: 10 })).toEqual([
      ["cacheRead", 0, 10],
      ["input", 10, 2],
    ]);
  });

  test("do not count what is not their basis: it stays with the whole tier below", () => {
    const tier = above(10, { input: "3" }, "made up", {
      basis: ["input"],
      inherits: ["cacheRead", "output"],
    });
    expect(counts(list(tier), { input: 13, cacheRead: 50 })).toEqual([
      ["input", 0, 10],
      ["cacheRead", 0, 50],
      ["input", 10, 3],
    ]);
  });

  test("lie between whole ones: neither the tier above nor the one below the nearest whole one is paid", () => {
    const rate = (usd: string) => ({ input: usd, output: usd });
    const onlyInput = (from: number) =>
      marginal(above(from, { input: "5" }, "made up", { inherits: ["output"] }));
    const below = compileTiers([base(rate("1")), onlyInput(10), above(20, rate("9"), "made up")]);
    expect(counts({ tiers: below, free: false }, { input: 13 })).toEqual([
      ["input", 0, 10],
      ["input", 10, 3],
    ]);
    const beyond = compileTiers([base(rate("1")), above(10, rate("2"), "made up"), onlyInput(20)]);
    expect(counts({ tiers: beyond, free: false }, { input: 25 })).toEqual([
      ["input", 10, 20],
      ["input", 20, 5],
    ]);
  });

  test("name a class that no band prices once", () => {
    const tiers = compileTiers([
      base({ output: "2" }),
      marginal(above(10, { cacheRead: "1" }, "made up", { inherits: ["output"] })),
    ]);
    expect(price({ tiers, free: false }, { input: 30 })).toEqual({ kind: "unpriced", classes: ["input"] });
  });
});

describe("the worst case (BIL-01)", () => {
  const bounds = { promptTokens: 10, completionTokens: 4, extraReasoningTokens: 3 };

  test("takes the dearest class of each side, with reasoning on top and one request fee", () => {
    const endpoint = flat({
      input: "1",
      cacheWrite1h: "2",
      cacheRead: "0.1",
      output: "3",
      reasoning: "5",
      request: "0.5",
    });
    expect(worstCase(endpoint, bounds)).toBe(10n * 2_000_000n + 7n * 5_000_000n + 500_000_000_000n);
  });

  test.each<[UsageClass, bigint]>([
    ["cacheRead", 10n],
    ["cacheWrite5m", 10n],
    ["cacheWrite1h", 10n],
    ["audioInput", 10n],
    ["imageInput", 10n],
    ["reasoning", 7n],
    ["audioOutput", 7n],
    ["imageOutput", 7n],
  ])("counts every token as %s where that is dearest", (name, tokens) => {
    const [prompt, completion] = tokens === 10n ? [10n * 9n, 7n] : [10n, 7n * 9n];
    expect(worstCase(flat({ input: "1", output: "1", [name]: "9" }), bounds)).toBe(
      (prompt + completion) * 1_000_000n,
    );
  });

  const cheap = {
    input: "1",
    cacheRead: "1",
    cacheWrite5m: "1",
    cacheWrite1h: "1",
    audioInput: "1",
    imageInput: "1",
    output: "1",
    reasoning: "1",
    audioOutput: "1",
    imageOutput: "1",
  };

  test.each<[UsageClass, bigint]>([
    ["input", 10n * 9n + 7n],
    ["cacheWrite5m", 10n * 9n + 7n],
    ["output", 10n + 7n * 9n],
  ])("sees that %s alone is dear, whatever falls back to it", (name, dollars) => {
    expect(worstCase(flat({ ...cheap, [name]: "9" }), bounds)).toBe(dollars * 1_000_000n);
  });

  test("counts nothing for a side that has no price at all", () => {
    expect(worstCase(flat({ output: "2" }), bounds)).toBe(7n * 2_000_000n);
  });

  const tiered = {
    tiers: compileTiers([
      base({ input: "5", output: "1" }),
      at(10, { input: "1", output: "20" }, "made up"),
      above(11, { input: "900", output: "900" }, "made up"),
    ]),
    free: false,
  };

  test("is that of the dearest tier that the prompt can reach, by the tier's own boundary", () => {
    expect(worstCase(tiered, { ...bounds, promptTokens: 9 })).toBe((9n * 5n + 7n) * 1_000_000n);
    expect(worstCase(tiered, bounds)).toBe((10n * 1n + 7n * 20n) * 1_000_000n);
    expect(worstCase(tiered, { ...bounds, promptTokens: 11 })).toBe((11n * 1n + 7n * 20n) * 1_000_000n);
    expect(worstCase(tiered, { ...bounds, promptTokens: 12 })).toBe((12n + 7n) * 900_000_000n);
  });

  test("is nothing at a free endpoint, and nothing without prices", () => {
    expect(worstCase({ ...tiered, free: true }, bounds)).toBe(0n);
    expect(worstCase({ tiers: [], free: false }, bounds)).toBe(0n);
  });
});
