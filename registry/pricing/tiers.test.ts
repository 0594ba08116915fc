import { describe, expect, test } from "vitest";
import { resolveEndpoint } from "../endpoint.ts";
import { type Pricing, PricingSchema, type Tier } from "../schema.ts";
import { madeUpEndpoint, madeUpModel, madeUpProvider } from "../testing.ts";
import { price } from "./cost.ts";
import { asOf, compilePricing, dayOf, mapTiers, newestTiers, tiersOn } from "./periods.ts";
import { above, at, base, marginal, since } from "./tiers.ts";

const LOW = base({ input: "1", cacheRead: "0.1", output: "2" });

const problems = (pricing: unknown): string[] =>
  (PricingSchema.safeParse(pricing).error?.issues ?? []).map(
    ({ path, message }) => `${path.join(".")}: ${message}`,
  );

describe("a price list", () => {
  test.each<[string, Pricing]>([
    ["flat", [LOW]],
    ["with every class repriced", [LOW, above(9, { input: "2", cacheRead: "0.2", output: "3" }, "x")]],
    ["with named inheritance", [LOW, at(9, { input: "2" }, "x", { inherits: ["cacheRead", "output"] })]],
    ["marginal", [LOW, marginal(above(9, { input: "2", cacheRead: "0.2" }, "x", { inherits: ["output"] }))]],
    ["by period", [since("2026-01-01", LOW), since("2026-07-30", base({ input: "0.2", output: "0.4" }))]],
  ])("%s is valid", (_name, pricing) => {
    expect(problems(pricing)).toEqual([]);
  });

  const tier = above(9, { input: "2" }, "x", { inherits: ["cacheRead", "output"] });
  const withHigher = (...higher: object[]) => [LOW, ...higher];

  test.each<[string, unknown, string]>([
    [
      "an unnamed class that is kept",
      withHigher({ ...tier, inherits: ["output"] }),
      "1.inherits: must name exactly what it keeps from the tiers below: cacheRead, output",
    ],
    [
      "a class that is both repriced and inherited",
      withHigher({ ...tier, inherits: ["input", "cacheRead", "output"] }),
      "1.inherits: must name exactly what it keeps from the tiers below: cacheRead, output",
    ],
    [
      "a class that is inherited from nowhere",
      withHigher({ ...tier, inherits: ["cacheRead", "output", "reasoning"] }),
      "1.inherits: must name exactly",
    ],
    ["a basis that counts the answer", withHigher({ ...tier, basis: ["output"] }), "1.basis.0: "],
    ["no shape", withHigher({ ...tier, shape: undefined }), "1.shape: "],
    ["no boundary", withHigher({ ...tier, boundary: "over" }), "1.boundary: "],
    ["no evidence", withHigher({ ...tier, evidence: "" }), "1.evidence: "],
    [
      "a scope that is not what is priced",
      withHigher({ ...tier, reprices: ["output"] }),
      "1.reprices: must name exactly the classes that usdPerMillion prices",
    ],
    [
      "a marginal tier that reprices the answer",
      withHigher(marginal(above(9, { input: "2", output: "3" }, "x", { inherits: ["cacheRead"] }))),
      "1.reprices: a marginal tier can reprice only what counts toward it",
    ],
    [
      "a marginal tier beside one that counts otherwise",
      withHigher(
        marginal(tier),
        above(99, { input: "2" }, "x", { basis: ["input"], inherits: ["cacheRead", "output"] }),
      ),
      "tiers beside a marginal one must count the same classes",
    ],
    ["tiers that do not rise", withHigher(tier, tier), "tiers must rise strictly"],
    ["no base", [tier], "the first tier must be the base"],
    ["nothing", [], "Too small"],
    ["periods in the wrong order", [since("2026-02-01", LOW), since("2026-01-01", LOW)], "oldest first"],
    ["a period that begins on no day", [since("2026-02-30", LOW)], "0.from: "],
    ["a period and a bare tier", [since("2026-01-01", LOW), LOW], "1.tiers: "],
    [
      "a fault within a period",
      [since("2026-01-01", base({ input: "-1" }))],
      "0.tiers.0.usdPerMillion.input: ",
    ],
  ])("%s is refused", (_name, pricing, problem) => {
    expect(problems(pricing).join("\n")).toContain(problem);
  });

  test.each([
    "-1",
    "1000.1",
    "9007199254740992",
    "NaN",
    "Infinity",
    "1e-7",
    "0.1234567",
    "1,5",
    "",
    " 1",
    "+1",
  ])("the price %j is refused", (input) => {
    expect(problems([base({ input, output: "1" })]).join()).toContain(
      "0.usdPerMillion.input: must be a decimal",
    );
  });

  test.each([1, Number.NaN, null, 2 ** 53])("a price of %j that is no text is refused", (input) => {
    expect(problems([{ kind: "base", from: 0, usdPerMillion: { input } }]).join()).toContain("input: ");
  });
});

describe("prices by period", () => {
  const cut = base({ input: "0.2", output: "0.4" });
  const pricing = [since("2026-01-01", LOW), since("2026-07-30", cut)];
  const endpoint = resolveEndpoint(
    {
      modelId: "m",
      model: madeUpModel(),
      provider: madeUpProvider("p"),
      config: madeUpEndpoint({ pricing }),
    },
    "default",
    {},
  );
  const inputRate = (day: string): bigint | undefined => asOf(endpoint, day).tiers[0]?.rates.input;

  test.each([
    ["2025-12-31", undefined],
    ["2026-01-01", 1_000_000n],
    ["2026-07-29", 1_000_000n],
    ["2026-07-30", 200_000n],
    ["2027-01-01", 200_000n],
  ])("on %s the input costs %s pico-USD", (day, rate) => {
    expect(inputRate(day)).toBe(rate);
    expect(tiersOn(pricing, day)).toEqual(rate === undefined ? [] : [rate === 1_000_000n ? LOW : cut]);
  });

  test("an endpoint keeps the prices of its day", () => {
    expect(asOf(asOf(endpoint, "2026-03-01"), "2026-09-01").tiers[0]?.rates.input).toBe(1_000_000n);
  });

  test("before the first period nothing is priced, and nothing is free", () => {
    expect(price(asOf(endpoint, "2025-06-01"), { input: 1 })).toEqual({
      kind: "unpriced",
      classes: ["input"],
    });
  });

  test("without a day they are the newest", () => {
    expect(endpoint.tiers[0]?.rates.input).toBe(200_000n);
    expect(newestTiers(pricing)).toEqual([cut]);
  });

  test("prices without a date hold on every day", () => {
    expect(compilePricing([LOW]).earlier).toEqual([]);
    expect(tiersOn([LOW], "1970-01-01")).toEqual([LOW]);
  });

  test("changing tiers keeps the periods", () => {
    const same = (tier: Tier): Tier => tier;
    expect(mapTiers(pricing, same)).toEqual(pricing);
    expect(mapTiers([LOW], same)).toEqual([LOW]);
  });

  test("a day is a day in UTC", () => {
    expect(dayOf(Date.UTC(2026, 6, 30) - 1)).toBe("2026-07-29");
    expect(dayOf(Date.UTC(2026, 6, 30))).toBe("2026-07-30");
  });
});
