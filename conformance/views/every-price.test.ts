import { describe, expect, test } from "vitest";
import type { Endpoint } from "../../registry/endpoint.ts";
import { openRegistry, providers } from "../../registry/index.ts";
import { everyPrice } from "../../registry/pricing/workloads.ts";
import { endpointsAndPrices } from "./endpoints-and-prices.ts";
import { workloads } from "./workloads.ts";

const registry = openRegistry();
const { endpoints } = registry.indexes;

/** Every way to change one price of an endpoint, each with what it changes. */
function* mutants(endpoint: Endpoint): Generator<[what: string, mutant: Endpoint]> {
  for (const [i, tier] of endpoint.tiers.entries())
    for (const [name, price] of Object.entries(tier.rates)) {
      const rates = { ...tier.rates, [name]: price + 1_000_000n };
      yield [`tier ${i} ${name}`, { ...endpoint, tiers: endpoint.tiers.with(i, { ...tier, rates }) }];
    }
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

  test.each([
    ["audioInput", "gemini-2.5-flash:google-ai-studio"],
    ["cacheWrite1h", "claude-sonnet-4-5:anthropic"],
    ["search", "gpt-5.4:openai"],
    ["imageOutput", "gemini-2.5-flash-image:openrouter"],
    ["cacheReadAudio", "gemini-3-flash-preview:vertex"],
  ] as const)("a changed %s is on both pages", (name, id) => {
    const changed = endpoints.map((endpoint) => {
      const [first, ...rest] = endpoint.tiers;
      if (endpoint.id !== id || !first) return endpoint;
      return { ...endpoint, tiers: [{ ...first, rates: { ...first.rates, [name]: 77_000_000n } }, ...rest] };
    });
    const provider = Object.values(providers).find(({ slug }) => id.endsWith(`:${slug}`));
    if (!provider) throw new Error(`no provider of ${id}`);
    const after = {
      ...registry,
      indexes: {
        ...registry.indexes,
        endpointsOfProvider: (slug: string) => changed.filter((endpoint) => endpoint.provider === slug),
      },
    };
    expect(endpointsAndPrices(after, provider)).not.toBe(endpointsAndPrices(registry, provider));
    expect(workloads(after, provider)).not.toBe(workloads(registry, provider));
  });
});
