import { describe, expect, test } from "vitest";
import type { Endpoint } from "../../registry/endpoint.ts";
import { openRegistry, providers } from "../../registry/index.ts";
import { perMillionToPico } from "../../registry/pricing/money.ts";
import type { CompiledTier } from "../../registry/pricing/tiers.ts";
import { everyPrice } from "../../registry/pricing/workloads.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import { endpointsAndPrices } from "./endpoints-and-prices.ts";
import { workloads } from "./workloads.ts";

const registry = openRegistry();
const { endpoints } = registry.indexes;

/** Every price of a list, twice as high. */
function* doubled(tiers: readonly CompiledTier[]): Generator<[what: string, tiers: CompiledTier[]]> {
  for (const [i, tier] of tiers.entries())
    for (const [name, price] of Object.entries(tier.rates))
      yield [`tier ${i} ${name}`, tiers.with(i, { ...tier, rates: { ...tier.rates, [name]: price * 2n } })];
}

/** Every way to double one price of an endpoint: of now, of its hours, of earlier days; each with what it changes. */
function* pricesDoubled(endpoint: Endpoint): Generator<[what: string, mutant: Endpoint]> {
  for (const [what, tiers] of doubled(endpoint.tiers)) yield [what, { ...endpoint, tiers }];
  const { windows = [], earlier } = endpoint;
  for (const [i, window] of windows.entries())
    for (const [what, tiers] of doubled(window.tiers))
      yield [`hours ${i} ${what}`, { ...endpoint, windows: windows.with(i, { ...window, tiers }) }];
  for (const [i, period] of earlier.entries())
    for (const [what, tiers] of doubled(period.tiers))
      yield [`period ${i} ${what}`, { ...endpoint, earlier: earlier.with(i, { ...period, tiers }) }];
}

/** Every way to change one price of an endpoint or one modifier, each with what it changes. */
function* mutants(endpoint: Endpoint): Generator<[what: string, mutant: Endpoint]> {
  yield* pricesDoubled(endpoint);
  const { modifiers = [] } = endpoint;
  for (const [i, modifier] of modifiers.entries()) {
    const withChange = (change: Partial<typeof modifier>): Endpoint => ({
      ...endpoint,
      modifiers: modifiers.with(i, { ...modifier, ...change }),
    });
    if (modifier.factor !== null) {
      yield [`${modifier.name} factor`, withChange({ millionths: modifier.millionths * 2n })];
      // A class without a price of its own takes that of another, factor and all.
      const owned = endpoint.tiers.flatMap(({ rates }) => Object.keys(rates));
      for (const name of [...modifier.classes].filter((known) => owned.includes(known)))
        yield [
          `${modifier.name} ${name}`,
          withChange({ classes: new Set([...modifier.classes].filter((c) => c !== name)) }),
        ];
    }
    for (const [name, price] of Object.entries(modifier.rates))
      yield [
        `${modifier.name} ${name}`,
        withChange({ rates: { ...modifier.rates, [name]: price + 1_000_000n } }),
      ];
    yield [`${modifier.name} gone`, { ...endpoint, modifiers: modifiers.filter((_, j) => j !== i) }];
  }
}

/** A factor of 1 changes nothing, whichever classes it names: that is its price. */
const isNoChange = (endpoint: Endpoint, what: string): boolean =>
  (endpoint.modifiers ?? []).some(
    ({ name, factor }) =>
      factor === "1" && what.startsWith(name) && !what.endsWith("gone") && !what.endsWith("factor"),
  );

describe("no price can change unseen (REG-16)", () => {
  test("every price, factor and class of every modifier moves the workload of its endpoint", () => {
    const unseen = endpoints
      .filter(({ free }) => !free)
      .flatMap((endpoint) => {
        const before = everyPrice(endpoint);
        return [...mutants(endpoint)]
          .filter(([what, mutant]) => !isNoChange(endpoint, what) && everyPrice(mutant) === before)
          .map(([what]) => `${endpoint.id}: ${what}`);
      });
    expect(unseen).toEqual([]);
  });

  /** A provider's two pages, of one endpoint alone. */
  function pagesOf(endpoint: Endpoint): [prices: string, money: string] {
    const provider = Object.values<BaseProvider>(providers).find(({ slug }) => slug === endpoint.provider);
    if (!provider) throw new Error(`no provider of ${endpoint.id}`);
    const alone = {
      ...registry,
      indexes: { ...registry.indexes, endpointsOfProvider: () => [endpoint] },
    };
    return [endpointsAndPrices(alone, provider), workloads(alone, provider)];
  }

  test("every price that doubles is seen on both pages: as a digit, and as money", () => {
    const seen = { prices: 0, classes: new Set<string>() };
    const unseen = endpoints
      .filter(({ free }) => !free)
      .flatMap((endpoint) => {
        const [prices, money] = pagesOf(endpoint);
        return [...pricesDoubled(endpoint)].flatMap(([what, mutant]) => {
          const [digits, sums] = pagesOf(mutant);
          seen.prices++;
          seen.classes.add(what.split(" ").at(-1) ?? "");
          return digits === prices || sums === money ? [`${endpoint.id}: ${what}`] : [];
        });
      });
    expect(unseen).toEqual([]);
    expect(seen.prices).toBeGreaterThan(endpoints.length * 2);
    // Each class that this registry prices anywhere was among them.
    expect([...seen.classes]).toEqual(
      expect.arrayContaining(["audioInput", "cacheWrite1h", "search", "imageOutput", "cacheReadAudio"]),
    );
  });

  test.each([
    ["audioInput", "gemini-2.5-flash:google-ai-studio", "1", "0.1"],
    ["cacheWrite1h", "claude-haiku-4-5:anthropic", "2", "1.3"],
  ] as const)("a changed %s of %s is on both pages: %s becomes %s", (name, id, was, now) => {
    const endpoint = registry.indexes.endpoint(id);
    const [tier, ...rest] = endpoint?.tiers ?? [];
    if (!endpoint || !tier) throw new Error(`no ${id}`);
    expect(tier.rates[name]).toBe(perMillionToPico(was));
    const rates = { ...tier.rates, [name]: perMillionToPico(now) };
    const [digits, sums] = pagesOf({ ...endpoint, tiers: [{ ...tier, rates }, ...rest] });
    expect(digits).not.toBe(pagesOf(endpoint)[0]);
    expect(sums).not.toBe(pagesOf(endpoint)[1]);
  });
});
