import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { price, worstCase } from "../../registry/pricing/cost.ts";
import { perMillionToPico, picoToPerMillion } from "../../registry/pricing/money.ts";
import { above, base, chooseTier, compileTiers, rateOf } from "../../registry/pricing/tiers.ts";
import type { Tier } from "../../registry/schema.ts";
import { USAGE_CLASSES, type Usage } from "../../registry/usage.ts";
import { expectedCost } from "./price.ts";

/** The same examples in every run. */
const holds = <T>(property: fc.IProperty<T>, numRuns = 100): void =>
  fc.assert(property, { seed: 20_261_121, numRuns });

const usdPerMillion = fc.bigInt({ min: 0n, max: 600_000_000n }).map(picoToPerMillion);

/** Input and output are always priced; every other token class sometimes. */
const rates = fc.record(
  {
    input: usdPerMillion,
    output: usdPerMillion,
    cacheRead: usdPerMillion,
    cacheWrite5m: usdPerMillion,
    cacheWrite1h: usdPerMillion,
    audioInput: usdPerMillion,
    imageInput: usdPerMillion,
    reasoning: usdPerMillion,
    audioOutput: usdPerMillion,
    imageOutput: usdPerMillion,
    request: fc.constantFrom("0", "0.005", "0.000001"),
  },
  { requiredKeys: ["input", "output"] },
);

const basis = fc.constantFrom<Extract<Tier, { kind: "threshold" }>["basis"][]>(
  ["input"],
  ["input", "cacheRead"],
  ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "audioInput", "imageInput"],
);

const threshold = fc
  .record({ from: fc.integer({ min: 1, max: 3000 }), boundary: fc.constantFrom("above", "at"), basis, rates })
  .map(
    ({ rates: usd, ...rest }): Tier => ({
      kind: "threshold",
      ...rest,
      reprices: Object.keys(usd) as (typeof USAGE_CLASSES)[number][],
      usdPerMillion: usd,
      evidence: "generated",
    }),
  );

const tiers = fc
  .tuple(rates, fc.uniqueArray(threshold, { maxLength: 3, selector: ({ from }) => from }))
  .map(([usd, higher]) => [base(usd), ...higher.sort((a, b) => a.from - b.from)]);

const count = fc.integer({ min: 0, max: 4000 });
const usage: fc.Arbitrary<Usage> = fc.record(
  Object.fromEntries(
    USAGE_CLASSES.filter((name) => name !== "request" && name !== "search").map((name) => [name, count]),
  ),
  { requiredKeys: [] },
);

const endpointOf = (written: readonly Tier[]) => ({ tiers: compileTiers(written), free: false });

function totalOf(written: readonly Tier[], used: Usage): bigint {
  const cost = price(endpointOf(written), used);
  if (cost.kind !== "priced") throw new Error(`unpriced: ${cost.classes}`);
  return cost.total;
}

describe("price", () => {
  it("agrees with the oracle for any price list and any usage", () => {
    holds(
      fc.property(tiers, usage, (written, used) => totalOf(written, used) === expectedCost(written, used)),
    );
  });

  it("has lines that sum to the total, each class once", () => {
    holds(
      fc.property(tiers, usage, (written, used) => {
        const cost = price(endpointOf(written), used);
        if (cost.kind !== "priced") return false;
        const sum = cost.lines.reduce((total, line) => total + line.amount, 0n);
        return sum === cost.total && new Set(cost.lines.map((line) => line.class)).size === cost.lines.length;
      }),
    );
  });

  it("sums a thousand equal rows to exactly a thousand times one", () => {
    holds(
      fc.property(tiers, usage, (written, used) => {
        const one = totalOf(written, used);
        let sum = 0n;
        for (let i = 0; i < 1000; i++) sum += totalOf(written, used);
        return sum === one * 1000n;
      }),
      20,
    );
  });

  it("is unpriced, not free, where a class has neither price nor substitute", () => {
    const endpoint = endpointOf([base({ input: "1", output: "2" })]);
    expect(price(endpoint, { input: 5, search: 1 })).toEqual({ kind: "unpriced", classes: ["search"] });
    const onlyInput = endpointOf([base({ input: "0.02" })]);
    expect(price(onlyInput, { output: 1 })).toEqual({ kind: "unpriced", classes: ["output"] });
    expect(price({ tiers: [], free: false }, { input: 1 })).toEqual({ kind: "unpriced", classes: ["input"] });
  });

  it("is 0 at a free endpoint, however much was used", () => {
    holds(
      fc.property(tiers, usage, (written, used) => {
        const cost = price({ ...endpointOf(written), free: true }, used);
        return cost.kind === "priced" && cost.total === 0n;
      }),
    );
  });

  it("adds a request fee once", () => {
    const endpoint = endpointOf([base({ input: "1", output: "1", request: "0.005" })]);
    expect(price(endpoint, { input: 1 })).toMatchObject({ total: 5_000_000_000n + 1_000_000n });
  });
});

describe("tiers", () => {
  const written = [base({ input: "1", output: "2" }), above(1000, { input: "2", output: "3" }, "generated")];
  const at = written.map((tier): Tier => (tier.kind === "threshold" ? { ...tier, boundary: "at" } : tier));

  it.each([
    [999, "1", "1"],
    [1000, "1", "2"],
    [1001, "2", "2"],
  ])("%i tokens pay %s where the tier is above and %s where it is at", (tokens, whenAbove, whenAt) => {
    for (const used of [{ input: tokens }, { input: 1, cacheRead: tokens - 1 }]) {
      expect(chooseTier(compileTiers(written), used).rates.input).toBe(perMillionToPico(whenAbove));
      expect(chooseTier(compileTiers(at), used).rates.input).toBe(perMillionToPico(whenAt));
    }
  });

  it("inherits what a higher tier does not reprice", () => {
    const compiled = compileTiers([
      base({ input: "1", output: "2" }),
      above(10, { input: "4" }, "generated"),
    ]);
    expect(compiled[1]?.rates).toEqual({ input: 4_000_000n, output: 2_000_000n });
  });

  it("never falls back to free", () => {
    const [tier] = compileTiers([base({ input: "1", output: "2" })]);
    if (!tier) throw new Error("no tier");
    for (const name of USAGE_CLASSES.filter((c) => c !== "request" && c !== "search"))
      expect(rateOf(tier, name)?.rate, name).toBeGreaterThan(0n);
  });

  it("refuses an endpoint without tiers", () => {
    expect(() => chooseTier([], {})).toThrow(RangeError);
  });
});

describe("worstCase", () => {
  it("is never less than the price of any usage within its bounds", () => {
    holds(
      fc.property(tiers, usage, (written, used) => {
        const { output = 0, reasoning = 0, audioOutput = 0, imageOutput = 0, ...prompt } = used;
        const promptTokens = Object.values(prompt).reduce((sum, n) => sum + n, 0);
        const completionTokens = output + audioOutput + imageOutput;
        const bounds = { promptTokens, completionTokens, extraReasoningTokens: reasoning };
        return worstCase(endpointOf(written), bounds) >= totalOf(written, used);
      }),
    );
  });
});
