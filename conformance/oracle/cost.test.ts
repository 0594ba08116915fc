import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PROMPT_CLASSES, type Usage } from "../../registry/canonical/usage.ts";
import { price, worstCase } from "../../registry/pricing/cost.ts";
import { picoToUsd } from "../../registry/pricing/money.ts";
import { compileTiers } from "../../registry/pricing/tiers.ts";
import { PricingSchema, type Tier } from "../../registry/schema.ts";
import { picoOf, plus, ZERO } from "./fraction.ts";
import { anyList, holds, marginalLists, risingLists, TOKEN_CLASSES, usage, wholeLists } from "./generated.ts";
import { expectedCost, expectedUsd } from "./price.ts";

const endpointOf = (written: readonly Tier[]) => ({ tiers: compileTiers(written), free: false });

function linesOf(written: readonly Tier[], used: Usage) {
  const cost = price(endpointOf(written), used);
  if (cost.kind !== "priced") throw new Error(`unpriced: ${cost.classes}`);
  return cost;
}

const totalOf = (written: readonly Tier[], used: Usage): bigint => linesOf(written, used).total;

const togetherOf = (a: Usage, b: Usage): Usage =>
  Object.fromEntries(TOKEN_CLASSES.map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));

describe("generated price lists are ones that the schema takes", () => {
  it.each([
    ["whole", wholeLists],
    ["marginal", marginalLists],
    ["rising", risingLists],
  ] as const)("%s", (_name, lists) => {
    holds(fc.property(lists, (written) => PricingSchema.safeParse(written).success));
  });
});

describe("the oracle agrees", () => {
  it.each([
    ["whole tiers", wholeLists],
    ["marginal tiers", marginalLists],
    ["rising tiers", risingLists],
  ] as const)("on %s, for any usage", (_name, lists) => {
    holds(
      fc.property(lists, usage, (written, used) => totalOf(written, used) === expectedCost(written, used)),
      300,
    );
  });

  it("at each threshold of each list: one below, at, one above, whatever the mix", () => {
    const around = anyList
      .filter((written) => written.length > 1)
      .chain((written) =>
        fc.record({
          written: fc.constant(written),
          from: fc.constantFrom(...written.slice(1).map((tier) => tier.from)),
          step: fc.constantFrom(-1, 0, 1),
          share: fc.double({ min: 0, max: 1, noNaN: true }),
          second: fc.constantFrom(...PROMPT_CLASSES),
        }),
      );
    holds(
      fc.property(around, ({ written, from, step, share, second }) => {
        const other = second === "input" ? 0 : Math.floor((from + step) * share);
        const used: Usage = { output: 7, [second]: other, input: from + step - other };
        return totalOf(written, used) === expectedCost(written, used);
      }),
      500,
    );
  });
});

describe("no class is free by accident, and none is billed twice", () => {
  it("has lines that sum to the total, and to the tokens used", () => {
    holds(
      fc.property(anyList, usage, (written, used) => {
        const { lines, total } = linesOf(written, used);
        const sum = lines.reduce((all, line) => all + line.amount, 0n);
        const billed = (name: string) =>
          lines.filter((line) => line.class === name).reduce((all, line) => all + line.count, 0);
        return sum === total && TOKEN_CLASSES.every((name) => billed(name) === (used[name] ?? 0));
      }),
    );
  });

  it("has one line for a class and a tier", () => {
    holds(
      fc.property(anyList, usage, (written, used) => {
        const { lines } = linesOf(written, used);
        const keys = lines.map((line) => `${line.class} ${line.from}`);
        return new Set(keys).size === keys.length && lines.every((line) => line.count > 0);
      }),
    );
  });

  it("costs something for one token of any class", () => {
    holds(
      fc.property(
        anyList,
        fc.constantFrom(...TOKEN_CLASSES),
        (written, name) => totalOf(written, { [name]: 1 }) > 0n,
      ),
    );
  });
});

describe("laws", () => {
  it("monotone: a token more of any class never costs less where no tier is cheaper than the one below", () => {
    holds(
      fc.property(risingLists, usage, fc.constantFrom(...TOKEN_CLASSES), (written, used, name) => {
        const more = { ...used, [name]: (used[name] ?? 0) + 1 };
        return totalOf(written, more) > totalOf(written, used);
      }),
    );
  });

  it("additive over classes: within a tier, apart and together cost the same", () => {
    const flat = wholeLists.map((written) => {
      const [base] = written;
      const { request: _fee, ...usd } = base?.usdPerMillion ?? {};
      return [{ kind: "base", from: 0, usdPerMillion: usd }] satisfies Tier[];
    });
    holds(
      fc.property(flat, usage, usage, (written, a, b) => {
        return totalOf(written, togetherOf(a, b)) === totalOf(written, a) + totalOf(written, b);
      }),
    );
    holds(
      fc.property(flat, usage, fc.integer({ min: 2, max: 1000 }), (written, used, k) => {
        const scaled = Object.fromEntries(Object.entries(used).map(([name, n]) => [name, n * k]));
        return totalOf(written, scaled) === totalOf(written, used) * BigInt(k);
      }),
    );
  });

  it("scale: a thousandth of every price is a thousandth of every bill", () => {
    holds(
      fc.property(anyList, usage, (written, used) => {
        const tiers = compileTiers(written);
        const dearer = tiers.map((tier) => ({
          ...tier,
          rates: Object.fromEntries(Object.entries(tier.rates).map(([name, rate]) => [name, rate * 1000n])),
        }));
        const cost = price({ tiers: dearer, free: false }, used);
        return cost.kind === "priced" && cost.total === totalOf(written, used) * 1000n;
      }),
    );
  });

  it("marginal: the first token beyond a threshold costs its own price and moves no other", () => {
    const single = marginalLists.filter(
      (list) => list.length === 2 && JSON.stringify(list).includes('"marginal"'),
    );
    holds(
      fc.property(single, (written) => {
        const tier = written[1];
        if (tier?.kind !== "threshold") return false;
        const last = tier.boundary === "above" ? tier.from : tier.from - 1;
        const step = totalOf(written, { input: last + 1 }) - totalOf(written, { input: last });
        return last === 0 || step === compileTiers(written)[1]?.rates.input;
      }),
    );
  });
});

describe("exactness", () => {
  it("of 10,000 random rows: their sum is the exact sum", () => {
    const rows = fc.sample(fc.tuple(anyList, usage), { seed: 20_261_121, numRuns: 10_000 });
    let sum = 0n;
    let exact = ZERO;
    for (const [written, used] of rows) {
      sum += totalOf(written, used);
      exact = plus(exact, expectedUsd(written, used));
    }
    expect(picoToUsd(sum)).toBe(picoToUsd(picoOf(exact)));
  });

  it("of a thousand equal rows: exactly a thousand times one", () => {
    holds(
      fc.property(anyList, usage, (written, used) => {
        let sum = 0n;
        for (let i = 0; i < 1000; i++) sum += totalOf(written, used);
        return sum === totalOf(written, used) * 1000n;
      }),
      20,
    );
  });
});

describe("worstCase", () => {
  it("is never less than the price of any usage within its bounds", () => {
    holds(
      fc.property(anyList, usage, (written, used) => {
        const { output = 0, reasoning = 0, audioOutput = 0, imageOutput = 0, ...prompt } = used;
        const promptTokens = Object.values(prompt).reduce((sum, n) => sum + n, 0);
        const completionTokens = output + audioOutput + imageOutput;
        const bounds = { promptTokens, completionTokens, extraReasoningTokens: reasoning };
        return worstCase(endpointOf(written), bounds) >= totalOf(written, used);
      }),
      300,
    );
  });
});

describe("a failure", () => {
  it("prints seed, path and the shrunk usage", () => {
    const cachedFree = (written: readonly Tier[], { cacheRead: _free, ...rest }: Usage) =>
      totalOf(written, rest);
    const run = () =>
      holds(
        fc.property(
          wholeLists,
          usage,
          (written, used) => cachedFree(written, used) === totalOf(written, used),
        ),
      );
    expect(run).toThrow(/seed: 20261121, path: "[\d:]+"/);
    expect(run).toThrow(/"cacheRead":1\D/);
  });
});
