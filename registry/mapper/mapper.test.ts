/** Prices for calls that nothing priced: by exact name, alias and stated normalisation only (PRX-07). */
import { describe, expect, test } from "vitest";
import { NO_TOOLS } from "../domains/usage.ts";
import { openRegistry } from "../index.ts";
import { CatalogueError, readCatalogue } from "./catalogue.ts";
import { mapCall, normalised, type PendingCall } from "./map.ts";

const registry = openRegistry();
const WHEN = "2026-11-28T12:00:00.000Z";
const row = (input: number, output: number, more: object = {}) => ({ cost: { input, output, ...more } });

const given = {
  lemonfox: {
    models: {
      m: row(1, 2),
      "m-mini": row(0.1, 0.2),
      cached: row(1, 2, { cache_read: 0.5 }),
      long: row(1, 2, { context_over_200k: { input: 2, output: 4 } }),
      free: row(0, 0),
      "no-price": { name: "x" },
    },
  },
  togetherai: { models: { "meta-llama/Llama-3": row(0.5, 0.5) } },
  google: { models: { g: row(1, 1) } },
  "google-vertex": { models: { g: row(1, 1), two: row(1, 1) } },
  "google-vertex-anthropic": { models: { two: row(9, 9) } },
};
const catalogue = readCatalogue(given);

const call = (models: string[], more: Partial<PendingCall> = {}): PendingCall => ({
  provider: "lemonfox",
  models,
  words: {},
  tools: NO_TOOLS,
  shape: "openai-chat",
  when: WHEN,
  raw: { prompt_tokens: 1_000_000, completion_tokens: 100_000, total_tokens: 1_100_000 },
  ...more,
});
const mapped = (models: string[], more: Partial<PendingCall> = {}) =>
  mapCall(registry, catalogue, call(models, more));

describe("mapCall", () => {
  test.each([
    // 1,000,000 × 1 + 100,000 × 2 USD per million.
    ["m", "catalogue", 1_200_000_000_000n],
    ["m-mini", "catalogue", 120_000_000_000n],
    ["m-2026-01-31", "normalised", 1_200_000_000_000n],
    ["m-20260131", "normalised", 1_200_000_000_000n],
    ["M@20260131", "normalised", 1_200_000_000_000n],
    ["m-mini-2026-01-31", "normalised", 120_000_000_000n],
    ["free", "catalogue", 0n],
  ])("prices %s by %s", (model, by, amount) => {
    expect(mapped([model])).toMatchObject({ kind: "priced", by, charge: { amount, counted: "computed" } });
  });

  test.each([
    "m.1",
    "m.1-mini",
    "m-max",
    "mm",
    "m-mini-2",
    "m-2026",
    "vendor/m",
    "m-latest",
    "",
    "__proto__",
    "constructor",
  ])("leaves %j pending: none of its neighbours is it", (model) => {
    expect(mapped([model])).toMatchObject({
      kind: "pending",
      reason: expect.stringContaining("neither registry nor catalogue"),
    });
  });

  test("knows providers that the catalogue calls otherwise", () => {
    expect(mapped(["meta-llama/Llama-3"], { provider: "together" })).toMatchObject({
      kind: "priced",
      by: "catalogue",
    });
    expect(mapped(["meta-llama/Llama-3"])).toMatchObject({ kind: "pending" });
  });

  test("takes two rows of one price for one, and chooses between none that differ", () => {
    expect(mapped(["g"], { provider: "vertex" })).toMatchObject({ kind: "priced" });
    expect(mapped(["two"], { provider: "vertex" })).toEqual({
      kind: "pending",
      reason: 'the catalogue has different prices for "two"',
    });
  });

  test("prices by the registry first, by the provider's name and by its own", () => {
    const openai = { provider: "openai" };
    expect(mapped(["gpt-4o-mini"], openai)).toMatchObject({
      by: "registry",
      charge: { amount: 210_000_000_000n },
    });
    const [alias] = registry.indexes
      .endpointsOfProvider("bedrock")
      .filter(({ model, providerModelId }) => model !== providerModelId);
    expect(mapped([alias?.model ?? ""], { provider: "bedrock" })).toMatchObject({ by: "alias" });
  });

  test("counts cached tokens at their own price, and falls back to the input's where there is none", () => {
    const raw = { prompt_tokens: 1000, completion_tokens: 0, prompt_tokens_details: { cached_tokens: 600 } };
    // 400 × 1 + 600 × 0.5; 1000 × 1.
    expect(mapped(["cached"], { raw })).toMatchObject({ charge: { amount: 700_000_000n } });
    expect(mapped(["m"], { raw })).toMatchObject({ charge: { amount: 1_000_000_000n } });
  });

  test("takes the higher prices above 200,000 tokens", () => {
    const raw = (prompt_tokens: number) => ({ prompt_tokens, completion_tokens: 10 });
    expect(mapped(["long"], { raw: raw(200_000) })).toMatchObject({ charge: { amount: 200_020_000_000n } });
    expect(mapped(["long"], { raw: raw(200_001) })).toMatchObject({ charge: { amount: 400_042_000_000n } });
  });

  test("finds the schema of the usage by its own counts, whatever the path said", () => {
    const raw = { input_tokens: 1_000_000, output_tokens: 100_000, cache_read_input_tokens: 0 };
    expect(mapped(["m"], { raw, shape: null })).toMatchObject({ charge: { amount: 1_200_000_000_000n } });
  });

  test.each([
    [{ raw: { credits: 3 }, shape: null }, "no known schema"],
    [{ raw: null }, "no known schema"],
    [
      { raw: { prompt_tokens: 1, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 2 } } },
      "contradicts itself",
    ],
    [{ words: { service_tier: "priority" } }, "service_tier"],
    [{ tools: { ...NO_TOOLS, unclassed: ["image_generation_call"] } }, "no price for image_generation_call"],
    [
      {
        raw: { input_tokens: 10, output_tokens: 1, total_tokens: 11 },
        tools: { ...NO_TOOLS, uses: { ...NO_TOOLS.uses, searches: 2 } },
      },
      "no price for search",
    ],
    [{ models: [] }, "neither call nor answer names a model"],
  ])("says why %j stays pending", (more, reason) => {
    expect(mapped(["m"], more)).toMatchObject({ kind: "pending", reason: expect.stringContaining(reason) });
  });

  test("works without a catalogue, by the registry alone", () => {
    expect(mapCall(registry, null, call(["m"]))).toMatchObject({ kind: "pending" });
    expect(mapCall(registry, null, call(["gpt-4o-mini"], { provider: "openai" }))).toMatchObject({
      kind: "priced",
    });
  });
});

test("normalisation is lower case without a date, and nothing more", () => {
  expect(normalised("Org/Model-X-2025-08-07")).toBe("org/model-x");
  for (const kept of ["m-1234", "m-2025", "m-99991231", "m-v1", "m:free"])
    expect(normalised(kept)).toBe(kept);
});

describe("readCatalogue", () => {
  test("leaves a broken row out, tells it, and keeps the others", () => {
    const { providers, problems } = readCatalogue({
      a: {
        models: {
          good: row(1, 2),
          negative: row(-1, 2),
          dear: row(1_000_000, 2),
          fine: row(0.0000001, 1),
          text: { cost: { input: "1", output: 2 } },
        },
      },
      b: { name: "no models" },
    });
    expect([...(providers.get("a")?.keys() ?? [])]).toEqual(["good"]);
    expect(problems).toHaveLength(5);
    expect(problems[0]).toMatch(/^a negative: /);
  });

  test.each([null, [], "text", 7, {}, { a: 1 }])("refuses %j", (broken) => {
    expect(() => readCatalogue(broken)).toThrow(CatalogueError);
  });

  test("writes prices as the decimals that they are", () => {
    const { providers } = readCatalogue({
      a: { models: { m: row(0.1, 1e-6, { cache_read: 0.30000000000000004 }) } },
    });
    expect(providers.get("a")?.get("m")).toBeUndefined();
    const kept = readCatalogue({ a: { models: { m: row(0.1, 1e-6) } } });
    expect(kept.providers.get("a")?.get("m")?.tiers[0]?.usdPerMillion).toEqual({
      input: "0.1",
      output: "0.000001",
    });
  });
});
