import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PRICE_WORDS } from "../../registry/canonical/price-words.ts";
import { TOKEN_CLASSES as CLASSES, type UsageClass } from "../../registry/canonical/usage.ts";
import type { Endpoint } from "../../registry/endpoint.ts";
import { openRegistry } from "../../registry/index.ts";
import { price } from "../../registry/pricing/cost.ts";
import { compileModifiers } from "../../registry/pricing/modifiers/compile.ts";
import type { ModifierConfig } from "../../registry/pricing/modifiers/schema.ts";
import { asOf } from "../../registry/pricing/periods.ts";
import { placed } from "../../registry/pricing/place.ts";
import { compileTiers } from "../../registry/pricing/tiers.ts";
import type { Tier } from "../../registry/schema.ts";
import { holds, usage, wholeLists } from "./generated.ts";
import { type Circumstances, listUnder, type WrittenModifier } from "./modifiers.ts";
import { expectedCost, listOn, type WrittenTier } from "./price.ts";

const DAY = "2026-11-28";
const VALUES = { service_tier: "flex", speed: "fast", inference_geo: "us", traffic_type: "on_demand_flex" };

const modifier: fc.Arbitrary<ModifierConfig> = fc
  .record({
    word: fc.constantFrom(...PRICE_WORDS),
    factor: fc.constantFrom("0.5", "1", "1.1", "1.75", "2", "6"),
    classes: fc.subarray<(typeof CLASSES)[number]>([...CLASSES], { minLength: 1 }),
  })
  .map(({ word, factor, classes }) => ({
    kind: "factor",
    word,
    values: [VALUES[word]],
    factor,
    classes,
    evidence: "generated",
  }));

/** The registry's cost in pico-USD, or `null` where it has none. */
function registryCost(
  tiers: readonly Tier[],
  modifiers: readonly ModifierConfig[],
  used: object,
  said: object,
) {
  const endpoint = { tiers: compileTiers(tiers), free: false, modifiers: compileModifiers(modifiers) };
  const cost = price(endpoint, used, said);
  return cost.kind === "priced" ? cost.total : null;
}

/** Prices with three decimals, so that any two factors of the list give whole pico-dollars. */
const rounded = wholeLists.map((tiers) =>
  tiers.map((tier): Tier => {
    const prices = Object.entries(tier.usdPerMillion).map(([name, text]) => [
      name,
      text.split(".")[0] || "1",
    ]);
    return { ...tier, usdPerMillion: Object.fromEntries(prices) } as Tier;
  }),
);

describe("modifier × tier × class (CST-09)", () => {
  test("any words over any list cost what the oracle says", () => {
    holds(
      fc.property(
        rounded,
        fc.uniqueArray(modifier, { selector: ({ word }) => word, maxLength: 3 }),
        usage,
        fc.subarray([...PRICE_WORDS]),
        (tiers, modifiers, used, words) => {
          const said = Object.fromEntries(words.map((word) => [word, VALUES[word]]));
          const list = listUnder(tiers as WrittenTier[], modifiers as WrittenModifier[], said, DAY);
          const expected = list && expectedCost(list.tiers, used);
          expect(registryCost(tiers, modifiers, used, said)).toBe(expected);
        },
      ),
      300,
    );
  });
});

const registry = openRegistry();

/** One mix of everything that the endpoint prices, of another size for each tier. */
function mixOf(endpoint: Endpoint, size: number): Record<string, number> {
  const names = Object.keys(endpoint.tiers[0]?.rates ?? {}).filter((name) => name !== "request");
  return Object.fromEntries(
    names.map((name, i) => [name, name === "search" ? 2 : i + (name === "input" ? size : 7)]),
  );
}

/** Every word value that a list names, and one that nothing prices. */
function circumstancesOf(modifiers: readonly WrittenModifier[]): Circumstances[] {
  const named = modifiers.flatMap(({ word, values, exceptThese }) =>
    word === "thinking"
      ? []
      : (exceptThese ? [...values, "europe-west1"] : values).map((value) => ({ [word]: value })),
  );
  const regions = named.filter((one) => "region" in one);
  const words = named.filter((one) => !("region" in one));
  const both = regions.flatMap((region) => words.map((word) => ({ ...region, ...word })));
  return [{}, { service_tier: "made-up" }, ...named, ...both];
}

describe("today's data, modifier × tier × region × class (CST-09, CST-10)", () => {
  const withModifiers = registry.indexes.endpoints.filter(
    ({ deployment, model, provider }) =>
      deployment === "default" && registry.source.endpoints[`${model}:${provider}`]?.modifiers,
  );

  test("there are such endpoints", () => {
    expect(withModifiers.length).toBeGreaterThan(90);
  });

  test.each(withModifiers.map((endpoint) => [endpoint.id, endpoint] as const))("%s", (id, endpoint) => {
    const config = registry.source.endpoints[id];
    const modifiers = (config?.modifiers ?? []) as WrittenModifier[];
    const written = listOn(config?.pricing ?? [], DAY);
    for (const said of circumstancesOf(modifiers))
      for (const size of [10, ...endpoint.tiers.map(({ from }) => from + 1), 900_000]) {
        const { region, ...words } = said;
        const used = mixOf(endpoint, size);
        const list = listUnder(
          written,
          modifiers,
          { ...said, ...(used.reasoning ? { thinking: "on" } : {}) },
          DAY,
        );
        const isLong = size > (endpoint.tiers[1]?.from ?? Number.POSITIVE_INFINITY);
        const expected =
          list === null || (list.baseTierOnly && isLong) ? null : expectedCost(list.tiers, used);
        const cost = price(
          asOf(placed(endpoint, region), DAY),
          used as Partial<Record<UsageClass, number>>,
          words,
        );
        expect([said, size, cost.kind === "priced" ? cost.total : null]).toEqual([said, size, expected]);
      }
  });
});
