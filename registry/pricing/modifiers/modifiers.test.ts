import { describe, expect, it } from "vitest";
import { TOKEN_CLASSES, type Usage } from "../../canonical/usage.ts";
import { resolveEndpoint } from "../../endpoint.ts";
import { providers } from "../../providers/index.ts";
import type { EndpointConfig } from "../../schema.ts";
import { madeUpEndpoint, madeUpModel } from "../../testing.ts";
import { price, worstCase } from "../cost.ts";
import { picoToUsd } from "../money.ts";
import { asOf } from "../periods.ts";
import { placed } from "../place.ts";
import { above, base, since } from "../tiers.ts";
import { type ModifierConfig, ModifierSchema } from "./schema.ts";

const factor = (
  word: ModifierConfig["word"],
  values: string[],
  by: string,
  more: Partial<ModifierConfig> = {},
): ModifierConfig =>
  ({
    kind: "factor",
    word,
    values,
    factor: by,
    classes: [...TOKEN_CLASSES],
    evidence: "made up",
    ...more,
  }) as ModifierConfig;

const LIST = [
  base({ input: "2.5", cacheRead: "0.25", output: "15", search: "0.01" }),
  above(272_000, { input: "5", cacheRead: "0.5", output: "22.5" }, "made up", { inherits: ["search"] }),
];

function endpointOf(modifiers: ModifierConfig[], more: Partial<EndpointConfig> = {}) {
  const config = madeUpEndpoint({ pricing: LIST, modifiers, ...more });
  return resolveEndpoint(
    { modelId: "m", model: madeUpModel(), provider: providers.vertex, config },
    "default",
    {},
  );
}

const PRIORITY = factor("service_tier", ["priority"], "2", { baseTierOnly: true });
const FLEX = factor("service_tier", ["flex"], "0.5");
const US = factor("inference_geo", ["us"], "1.1");
const REGIONAL = factor("region", ["global"], "1.1", { exceptThese: true });
const endpoint = endpointOf([PRIORITY, FLEX, US]);
const used: Usage = { input: 6_000, cacheRead: 4_000, output: 100 };

const usd = (cost: ReturnType<typeof price>): string =>
  cost.kind === "priced" ? picoToUsd(cost.total) : (cost.problem ?? cost.classes.join());

describe("the words of an answer (CST-09)", () => {
  it.each([
    ["at the list: 6000 × 2.5 + 4000 × 0.25 + 100 × 15", {}, "0.0175"],
    ["at the list where it says so", { service_tier: "default", inference_geo: "global" }, "0.0175"],
    ["at twice the list", { service_tier: "priority" }, "0.035"],
    ["at half the list", { service_tier: "flex" }, "0.00875"],
    ["at both factors: 0.0175 × 0.5 × 1.1", { service_tier: "flex", inference_geo: "us" }, "0.009625"],
  ])("price it %s", (_how, words, expected) => {
    expect(usd(price(endpoint, used, words))).toBe(expected);
  });

  it.each([
    ["service_tier", "scale"],
    ["speed", "fast"],
    ["traffic_type", "provisioned_throughput"],
  ])("leave it unpriced and named where nothing prices %s %s", (word, value) => {
    const cost = price(endpoint, used, { [word]: value });
    expect(cost).toMatchObject({ kind: "unpriced", words: [`${word} "${value}"`] });
  });

  it("leave it unpriced in a tier that the provider has no such price for", () => {
    const long: Usage = { input: 272_001 };
    expect(price(endpoint, long, { service_tier: "priority" })).toMatchObject({ kind: "unpriced" });
    // 272001 × 5 × 0.5
    expect(usd(price(endpoint, long, { service_tier: "flex" }))).toBe("0.6800025");
  });

  it("never multiply a fee: 1 × 0.01 + 1000 × 2.5 × 2", () => {
    expect(usd(price(endpoint, { input: 1_000, search: 1 }, { service_tier: "priority" }))).toBe("0.015");
  });

  it("replace the classes that a list of their own names and no others", () => {
    const own = endpointOf([
      {
        kind: "rates",
        word: "service_tier",
        values: ["priority"],
        evidence: "made up",
        usdPerMillion: { input: "3", output: "16" },
      },
    ]);
    // 6000 × 3 + 4000 × 0.25 + 100 × 16
    expect(usd(price(own, used, { service_tier: "priority" }))).toBe("0.0206");
  });

  it("leave it unpriced where a factor gives no whole pico-dollar, instead of rounding", () => {
    const odd = endpointOf([factor("service_tier", ["flex"], "0.333333")], {
      pricing: [base({ input: "0.000001", output: "1" })],
    });
    expect(price(odd, { input: 1 }, { service_tier: "flex" })).toMatchObject({ kind: "unpriced" });
  });
});

describe("modifiers in time (CST-12)", () => {
  const dated = endpointOf([{ ...FLEX, from: "2026-06-01", until: "2026-09-01" }]);

  it.each([
    ["2026-05-31", 'no price for service_tier "flex"'],
    ["2026-06-01", "0.00875"],
    ["2026-08-31", "0.00875"],
    ["2026-09-01", 'no price for service_tier "flex"'],
  ])("hold on %s or not", (day, expected) => {
    expect(usd(price(asOf(dated, day), used, { service_tier: "flex" }))).toBe(expected);
  });
});

describe("the place of a call (CST-10)", () => {
  const spread = endpointOf([REGIONAL, PRIORITY]);

  it.each([
    ["global", "0.0175"],
    ["us-east5", "0.01925"],
    [undefined, "0.0175"],
  ])("prices a call to %s", (region, expected) => {
    expect(usd(price(placed(spread, region), used))).toBe(expected);
  });

  it("comes before the words of the answer, and every tier has it", () => {
    const there = placed(spread, "europe-west1");
    expect(usd(price(there, used, { service_tier: "priority" }))).toBe("0.0385");
    // 300000 × 5 × 1.1
    expect(usd(price(there, { input: 300_000 }))).toBe("1.65");
    expect(there.place).toBe("europe-west1");
  });

  it("is fixed for a deployment that is pinned", () => {
    const config = madeUpEndpoint({ pricing: LIST, modifiers: [REGIONAL] });
    const source = { modelId: "m", model: madeUpModel(), provider: providers.vertex, config };
    expect(usd(price(resolveEndpoint(source, "eu", { region: "eu" }), used))).toBe("0.01925");
  });
});

describe("thinking", () => {
  it("has prices of its own for the whole answer, where it is declared so", () => {
    const thinking = endpointOf([
      {
        kind: "rates",
        word: "thinking",
        values: ["on"],
        evidence: "made up",
        usdPerMillion: { output: "4", reasoning: "4" },
      },
    ]);
    expect(usd(price(thinking, { output: 1_000 }))).toBe("0.015");
    expect(usd(price(thinking, { output: 1_000, reasoning: 500 }))).toBe("0.006");
  });
});

describe("the most that a call can cost (BIL-01)", () => {
  const bounds = { promptTokens: 1_000, completionTokens: 100, extraReasoningTokens: 0 };

  it("has the dearest that the request may be served as", () => {
    const most = worstCase(endpoint, bounds);
    expect(worstCase(endpoint, bounds, ({ matches }) => matches("priority"))).toBe(most * 2n);
    expect(worstCase(endpoint, bounds, ({ matches }) => matches("flex"))).toBe(most);
  });

  it("has the dearest of each word with the thinking on top, and never two tiers of one answer", () => {
    const dear = factor("service_tier", ["fast"], "1.75");
    const thinking = factor("thinking", ["on"], "2");
    const several = endpointOf([FLEX, dear, factor("service_tier", ["faster"], "1.5"), thinking]);
    const plain = worstCase(endpointOf([]), bounds);
    expect(worstCase(several, bounds)).toBe(plain * 2n);
    expect(worstCase(several, bounds, () => true)).toBe((plain * 35n) / 10n);
  });

  it("leaves out what a tier of the provider has no price for", () => {
    const long = { ...bounds, promptTokens: 300_000 };
    const isPriority = ({ matches }: { matches(value: string): boolean }) => matches("priority");
    // Twice the lowest tier, 2 × 2.5 and 2 × 15; of the higher one there is no double.
    expect(worstCase(endpoint, long, isPriority)).toBe((300_000n * 5n + 100n * 30n) * 1_000_000n);
  });
});

describe("the prices of a place in time (CST-10, CST-12)", () => {
  const JUNE = "2026-06-01";
  const SEPTEMBER = "2026-09-01";
  const cheap = [base({ input: "1", output: "2" })];
  const dear = [base({ input: "3", output: "4" })];
  const surcharge = factor("region", ["eu"], "2", { from: JUNE, until: SEPTEMBER });
  const priced = (more: Partial<EndpointConfig>) => placed(endpointOf([surcharge], more), "eu");
  const thousand = { input: 1_000 };

  it.each([
    ["2026-05-31T23:59:59.999Z", "0.001"],
    [JUNE, "0.002"],
    ["2026-08-31T23:59:59.999Z", "0.002"],
    [SEPTEMBER, "0.001"],
  ])("hold on %s where the list never changed", (when, expected) => {
    const there = priced({ pricing: cheap });
    expect(usd(price(asOf(there, when), thousand))).toBe(expected);
    expect(usd(price(placed(asOf(endpointOf([surcharge], { pricing: cheap }), when), "eu"), thousand))).toBe(
      expected,
    );
  });

  it.each([
    ["2026-05-31", "0.001"],
    [JUNE, "0.002"],
    ["2026-06-30", "0.002"],
    ["2026-07-01", "0.006"],
    ["2026-08-31", "0.006"],
    [SEPTEMBER, "0.003"],
  ])("hold on %s within the periods of the list", (when, expected) => {
    const there = priced({ pricing: [since("2026-01-01", ...cheap), since("2026-07-01", ...dear)] });
    expect(usd(price(asOf(there, when), thousand))).toBe(expected);
  });

  it("never outlive the prices themselves", () => {
    const over = [{ ...since("2026-01-01", ...cheap), until: "2026-08-01" }];
    const there = priced({ pricing: over });
    expect(usd(price(asOf(there, "2026-07-31"), thousand))).toBe("0.002");
    expect(price(asOf(there, "2026-08-15"), thousand).kind).toBe("unpriced");
    expect(price(asOf(there, SEPTEMBER), thousand).kind).toBe("unpriced");
  });
});

describe("prices in time (CST-12)", () => {
  const HALF = [base({ input: "0.22", output: "0.66" })];
  const peak = (from: string, to: string) => ({
    days: [1, 2, 3, 4, 5],
    from,
    to,
    evidence: "made up",
    tiers: [base({ input: "0.44", output: "1.32" })],
  });
  const hours = endpointOf([], {
    pricing: [
      since("2026-01-01", base({ input: "0.14", output: "0.28" })),
      {
        ...since("2026-08-16T16:00Z", ...HALF),
        until: "2026-12-01",
        windows: [peak("01:00", "04:00"), peak("06:00", "10:00")],
      },
    ],
  });

  it.each([
    ["the day before the first", "2025-12-31", "input"],
    ["the first day", "2026-01-01", "0.14"],
    ["the last minute of the old price", "2026-08-16T15:59:59.999Z", "0.14"],
    ["the first minute of the new one, a Sunday", "2026-08-16T16:00:00.000Z", "0.22"],
    ["before a window", "2026-08-17T00:59:59.999Z", "0.22"],
    ["the first minute of a window", "2026-08-17T01:00:00.000Z", "0.44"],
    ["the last minute of a window", "2026-08-17T03:59:59.999Z", "0.44"],
    ["the end of a window", "2026-08-17T04:00:00.000Z", "0.22"],
    ["the second window", "2026-08-21T09:59:00.000Z", "0.44"],
    ["the same hour on a Saturday", "2026-08-22T09:59:00.000Z", "0.22"],
    ["the last moment of a promotion", "2026-11-30T23:59:59.999Z", "0.22"],
    ["the end of a promotion", "2026-12-01", "input"],
  ])("are those of %s", (_when, moment, expected) => {
    expect(usd(price(asOf(hours, moment), { input: 1_000_000 }))).toBe(expected);
  });

  it("begin with the model itself where no day is written", () => {
    const undated = endpointOf([]);
    expect(usd(price(asOf(undated, "2025-12-31"), used))).toBe("input,cacheRead,output");
    expect(usd(price(asOf(undated, "2026-01-01"), used))).toBe("0.0175");
  });
});

describe("what is written", () => {
  it.each([
    ["a factor of nothing", factor("speed", ["fast"], "0")],
    ["a factor of a hundred", factor("speed", ["fast"], "100")],
    ["a word that no answer has", factor("mood" as "speed", ["fast"], "2")],
    ["no value", factor("speed", [], "2")],
    ["a value in capitals", factor("speed", ["FAST"], "2")],
    ["no evidence", factor("speed", ["fast"], "2", { evidence: "" })],
  ])("is refused with %s", (_what, modifier) => {
    expect(ModifierSchema.safeParse(modifier).success).toBe(false);
  });
});
