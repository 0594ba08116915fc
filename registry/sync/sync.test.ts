/** Differences between the registry and a catalogue, the reasons for them, and the prices that are written (REG-17). */
import { describe, expect, test } from "vitest";
import { createRegistry } from "../index.ts";
import { readCatalogue } from "../mapper/catalogue.ts";
import { above, base, since } from "../pricing/tiers.ts";
import { madeUpEndpoint, madeUpModel, madeUpProvider, madeUpSource } from "../testing.ts";
import { compare, type Difference } from "./compare.ts";
import { editPrice, needsPerson } from "./edit.ts";
import { type Known, known, pricesOf, readKnown, reasonsOf, sortOut } from "./known.ts";

const NOTHING: Known = { reasons: {}, new: {}, gone: {}, changed: {} };
const endpoint = (id: string, rates: Parameters<typeof base>[0]) =>
  madeUpEndpoint({ providerModelId: id, pricing: [base(rates)] });

const registry = createRegistry(
  madeUpSource(
    {
      "m:p": endpoint("wire/m", { input: "1", cacheRead: "0.5", output: "2" }),
      "n:p": endpoint("wire/n", { input: "1", output: "2" }),
      "long:p": madeUpEndpoint({
        providerModelId: "wire/long",
        pricing: [
          base({ input: "1", output: "2" }),
          above(50_000, { input: "2", output: "4" }, "made up", {}),
        ],
      }),
      "n:q": endpoint("wire/n", { input: "9", output: "9" }),
    },
    {
      models: { m: madeUpModel(), n: madeUpModel(), long: madeUpModel() },
      providers: [madeUpProvider("p"), madeUpProvider("q")],
    },
  ),
);
const ON = "2026-11-29";
const compared = (models: object): Difference[] => compare(registry, readCatalogue({ p: { models } }), ON);
const row = (input: number, output: number, more: object = {}) => ({ cost: { input, output, ...more } });
const SAME = {
  "wire/m": row(1, 2, { cache_read: 0.5 }),
  "wire/n": row(1, 2),
  "wire/long": row(1, 2, { tiers: [{ input: 2, output: 4, tier: { type: "context", size: 50_000 } }] }),
};
type Changed = Extract<Difference, { kind: "changed" }>;
const changed = (models: object): Changed => {
  const found = compared({ ...SAME, ...models }).find((each) => each.kind === "changed");
  if (!found) throw new Error("nothing changed");
  return found;
};

describe("compare", () => {
  test("finds nothing where prices agree, and looks at no provider that the catalogue lacks", () => {
    expect(compared(SAME)).toEqual([]);
  });

  test("compares the prices of the day, and neither earlier nor announced ones", () => {
    const dated = createRegistry(
      madeUpSource(
        {
          "m:p": madeUpEndpoint({
            providerModelId: "wire/m",
            pricing: [
              since("2026-01-01", base({ input: "1", output: "2" })),
              since("2026-06-01", base({ input: "3", output: "4" })),
              since("2027-01-01", base({ input: "5", output: "6" })),
            ],
          }),
        },
        { models: { m: madeUpModel() }, providers: [madeUpProvider("p")] },
      ),
    );
    const on = (day: string) =>
      compare(dated, readCatalogue({ p: { models: { "wire/m": row(3, 4) } } }), day).map(({ kind }) => kind);
    expect([on("2026-05-31"), on("2026-11-29"), on("2027-01-01")]).toEqual([["changed"], [], ["changed"]]);
  });

  test("takes what the catalogue does not state as it is", () => {
    expect(compared({ ...SAME, "wire/m": row(1, 2), "wire/long": row(1, 2) })).toEqual([]);
  });

  test("takes a class that costs what its substitute costs as stated", () => {
    expect(compared({ ...SAME, "wire/n": row(1, 2, { cache_read: 1, reasoning: 2 }) })).toEqual([]);
  });

  test("tells a model that is new by the provider's id", () => {
    expect(compared({ ...SAME, "wire/x": row(3, 4) })).toMatchObject([
      {
        kind: "new",
        provider: "p",
        model: "wire/x",
        row: { tiers: [{ usdPerMillion: { input: "3", output: "4" } }] },
      },
    ]);
  });

  test("tells an endpoint that the catalogue lacks", () => {
    const { "wire/n": _gone, ...rest } = SAME;
    expect(compared(rest)).toMatchObject([{ kind: "gone", model: "wire/n", endpoint: { id: "n:p" } }]);
  });

  test("tells a changed price with the money that it moves", () => {
    // chat 1k/200 at 1 / 2 USD per million: 1000 + 400 = 1400 µUSD; at 3 / 2: 3000 + 400.
    expect(changed({ "wire/n": row(3, 2) })).toMatchObject({
      moves: [{ from: 0, class: "input", was: "1", now: "3" }],
      money: [
        { workload: "chat 1k/200", was: 1_400_000_000n, now: 3_400_000_000n },
        // 30,500 fresh and 294,500 cached tokens, both at the input price, and 8,000 of output.
        { was: 341_000_000_000n, now: 991_000_000_000n },
      ],
    });
  });

  test("tells a changed tier, and one that the registry does not have", () => {
    const tier = (size: number, input: number) => ({ tiers: [{ input, tier: { type: "context", size } }] });
    expect(changed({ "wire/long": row(1, 2, tier(50_000, 3)) }).moves).toEqual([
      { from: 50_000, class: "input", was: "2", now: "3" },
      { from: 50_000, class: "output", was: "4", now: "2" },
    ]);
    expect(changed({ "wire/n": row(1, 2, tier(80_000, 3)) }).moves[0]).toEqual({
      from: 80_000,
      class: "input",
      was: null,
      now: "3",
    });
  });
});

describe("reasons for differences", () => {
  const reasons = { why: "somebody has looked at it, and it is right as it is" };

  test("excuse exactly the prices that were looked at", () => {
    const list = { ...NOTHING, reasons, changed: { p: { why: { "wire/n": "input 3" } } } };
    expect(sortOut([changed({ "wire/n": row(3, 2) })], list)).toMatchObject({
      open: [],
      explained: 1,
      stale: [],
    });
    const moved = sortOut([changed({ "wire/n": row(4, 2) })], list);
    expect(moved.open).toHaveLength(1);
    expect(moved.stale).toEqual(["changed p wire/n: input 3"]);
  });

  test("excuse a new and a missing model by its id", () => {
    const list = { ...NOTHING, reasons, new: { p: { why: ["wire/x"] } } };
    const differences = compared({ ...SAME, "wire/x": row(3, 4), "wire/y": row(3, 4) });
    expect(sortOut(differences, list).open).toMatchObject([{ kind: "new", model: "wire/y" }]);
  });

  test("are refused where a reason is not written out, or an entry stands twice", () => {
    expect(() => reasonsOf({ ...NOTHING, new: { p: { why: ["x"] } } })).toThrow('no reason is called "why"');
    expect(() =>
      reasonsOf({
        reasons: { ...reasons, two: reasons.why },
        gone: {},
        changed: {},
        new: { p: { why: ["x"], two: ["x"] } },
      }),
    ).toThrow("is explained twice");
    expect(() => readKnown({ ...NOTHING, reasons: { why: "short" } })).toThrow();
  });

  test("of this repository are all written out and all used", () => {
    const used = new Set(reasonsOf(known).values());
    expect(Object.values(known.reasons).filter((sentence) => !used.has(sentence))).toEqual([]);
  });
});

describe("editPrice", () => {
  const TERMS = {
    source: "a list",
    date: "2026-08-21",
    read: "2026-11-28",
    reverifyAfter: "2027-02-26",
    created: "2026-01-02",
  };
  const FILE = [
    'import { MODELS_DEV, noted } from "../../../evidence.ts";',
    'import { base } from "../../../pricing/tiers.ts";',
    "",
    "export const endpoints = {",
    '  "other:p": chat({',
    '    pricing: [base({ input: "1", output: "2" })],',
    "    evidence: MODELS_DEV,",
    "  }),",
    '  "n:p": chat({',
    '    pricing: [base({ input: "1", output: "2" })],',
    '    status: "beta",',
    "    evidence: noted(",
    "      MODELS_DEV,",
    '      "A remark.",',
    "    ),",
    "  }),",
    "} satisfies Endpoints;",
    "",
  ].join("\n");
  const change = changed({ "wire/n": row(3, 2, { cache_read: 0.25 }) });

  test("keeps the old price for its days and dates the new one", () => {
    const edit = editPrice(FILE, "n:p", change, TERMS);
    if (!edit.ok) throw new Error(edit.reason);
    expect(edit.text.split("\n").filter((line) => !FILE.split("\n").includes(line))).toEqual([
      'import { MODELS_DEV, noted, renewed } from "../../../evidence.ts";',
      'import { base, since } from "../../../pricing/tiers.ts";',
      '    pricing: [since("2026-01-02", base({ input: "1", output: "2" })), since("2026-08-21", base({ input: "3", output: "2", cacheRead: "0.25" }))],',
      "    evidence: renewed(noted(",
      '    ), {"source":"a list","date":"2026-11-28","reverifyAfter":"2027-02-26"}),',
    ]);
    expect(edit.text).toContain(
      '"other:p": chat({\n    pricing: [base({ input: "1", output: "2" })],\n    evidence: MODELS_DEV,',
    );
  });

  test("dates the new price of an entry of embeddings in the same way", () => {
    const edit = editPrice(FILE.replace('"n:p": chat({', '"n:p": embeddings({'), "n:p", change, TERMS);
    expect(edit).toMatchObject({
      ok: true,
      text: expect.stringContaining('"n:p": embeddings({\n    pricing: [since("2026-01-02", '),
    });
  });

  test.each([
    ["an entry that is not there", FILE.replace('"n:p"', '"n:z"'), "its entry"],
    ["an entry that no helper writes", FILE.replace('"n:p": chat({', '"n:p": {'), "its entry"],
    ["prices in a constant", FILE.replaceAll(/pricing: .*/g, "pricing: PRICES,"), "its prices"],
    ["no evidence", FILE.replaceAll("evidence: ", "proof: "), "its evidence"],
  ])("leaves %s to a person", (_, text, reason) => {
    expect(editPrice(text, "n:p", change, TERMS)).toMatchObject({
      ok: false,
      reason: expect.stringContaining(reason),
    });
  });

  test.each([
    ["a price that moves five times", row(5, 2), "a slip of units?"],
    ["a price that falls to a fifth", row(0.2, 2), "a slip of units?"],
    ["a price of nothing", row(0, 2), "costs nothing now"],
    [
      "a longer prompt's price",
      row(1, 2, { context_over_200k: { input: 2 } }),
      "needs its boundary looked up",
    ],
  ])("leaves %s to a person", (_, price, reason) => {
    expect(needsPerson(changed({ "wire/n": price }))).toContain(reason);
    expect(editPrice(FILE, "n:p", changed({ "wire/n": price }), TERMS).ok).toBe(false);
  });

  test("writes a price that moves less than five times", () => {
    expect(needsPerson(changed({ "wire/n": row(4.9, 2) }))).toBeNull();
    expect(pricesOf(changed({ "wire/n": row(4.9, 2) }))).toBe("input 4.9");
  });
});
