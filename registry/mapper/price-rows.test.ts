import { describe, expect, test } from "vitest";
import { CatalogueError } from "./catalogue.ts";
import { readPriceRows } from "./price-rows.ts";

const row = (model: string, prices: object, provider = "p") =>
  JSON.stringify({ provider, provider_model_id: model, name: "said beside the prices", ...prices });
const ratesOf = (text: string, model: string) =>
  readPriceRows([text])
    .providers.get("p")
    ?.get(model)
    ?.tiers.map(({ from, usdPerMillion }) => ({ from, ...usdPerMillion }));

describe("prices as JSON lines", () => {
  test("are rows of a catalogue, each class under its name, a longer prompt's in a tier", () => {
    const prices = {
      input_usd_per_million: 1.25,
      output_usd_per_million: 10,
      cache_read_usd_per_million: 0.125,
      cache_write_usd_per_million: null,
      audio_input_usd_per_million: 2,
      tiers: [{ over_input_tokens: 200_000, input: 2.5, output: 15, cache_read: null }],
    };
    expect(ratesOf(row("m", prices), "m")).toEqual([
      { from: 0, input: "1.25", output: "10", cacheRead: "0.125", audioInput: "2" },
      { from: 200_000, input: "2.5", output: "15" },
    ]);
  });

  test("without an output bill none", () => {
    expect(ratesOf(row("m", { input_usd_per_million: 0.1, output_usd_per_million: null }), "m")).toEqual([
      { from: 0, input: "0.1", output: "0" },
    ]);
  });

  test("of a later list take the place of an earlier one's, and the others stay", () => {
    const [first, second] = [1, 2].map((input) => ({
      input_usd_per_million: input,
      output_usd_per_million: 9,
    }));
    const { providers } = readPriceRows([
      `${row("m", first ?? {})}\n${row("n", first ?? {})}\n`,
      row("m", second ?? {}),
    ]);
    expect(providers.get("p")?.get("m")?.tiers[0]?.usdPerMillion.input).toBe("2");
    expect(providers.get("p")?.get("n")?.tiers[0]?.usdPerMillion.input).toBe("1");
  });

  test("stand among lines that are none, which are passed over", () => {
    const lines = [
      row("unpriced", { input_usd_per_million: null }),
      '{"author":"a","tokenizer":"GPT"}',
      "",
      row("m", { input_usd_per_million: 1, output_usd_per_million: 2 }),
    ];
    expect([
      ...(readPriceRows([lines.join("\n")])
        .providers.get("p")
        ?.keys() ?? []),
    ]).toEqual(["m"]);
  });

  test("are told by their line where it is not JSON, and are no catalogue where none is a price", () => {
    const good = row("m", { input_usd_per_million: 1, output_usd_per_million: 2 });
    expect(() => readPriceRows([`${good}\n{`])).toThrow(
      expect.objectContaining({ message: "line 2 is not JSON", cause: expect.any(SyntaxError) }),
    );
    expect(() => readPriceRows(['{"author":"a"}'])).toThrow(CatalogueError);
    expect(() => readPriceRows([])).toThrow(CatalogueError);
  });

  test("that the registry could not hold are problems of their row", () => {
    const noise = row("m", { input_usd_per_million: 0.1 + 0.2, output_usd_per_million: 2 });
    expect(readPriceRows([noise]).problems[0]).toContain("p m: 0.30000000000000004");
  });
});
