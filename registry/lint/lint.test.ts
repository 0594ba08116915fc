import { describe, expect, test } from "vitest";
import { registrySource } from "../index.ts";
import { above, at, base, since } from "../pricing/tiers.ts";
import type { EndpointConfig, Rates } from "../schema.ts";
import { madeUpEndpoint, madeUpModel, madeUpProvider, madeUpSource } from "../testing.ts";
import { exceptionsIn } from "./exceptions.ts";
import {
  type Finding,
  findingText,
  LINT_RULES,
  type LintException,
  type LintRule,
  unexcused,
} from "./finding.ts";
import { lint } from "./lint.ts";

const TODAY = "2026-12-01";

/** The findings about one endpoint of an open-weight model. */
const about = (more: Partial<EndpointConfig>, openWeights = true): Finding[] =>
  lint(madeUpSource({ "m:p": madeUpEndpoint(more) }, { models: { m: madeUpModel({ openWeights }) } }));

const rulesOf = (findings: readonly Finding[]): LintRule[] => findings.map(({ rule }) => rule);
const priced = (rates: Rates): Partial<EndpointConfig> => ({ pricing: [base(rates)] });
const tiered = (rates: Rates, from = 50_000): Partial<EndpointConfig> => ({
  pricing: [
    base({ input: "1", cacheRead: "0.1", output: "2" }),
    above(from, rates, `made up: above ${from}`),
  ],
});

test("a plain endpoint has no finding", () => {
  expect(about({})).toEqual([]);
});

describe("every rule can be broken", () => {
  const rows: [LintRule, Partial<EndpointConfig>, string][] = [
    ["tier-unreachable", tiered({ input: "2", cacheRead: "0.2", output: "3" }, 100_000), "pricing[1].from"],
    ["tier-drops-class", tiered({ input: "2", output: "3" }), "pricing[1].cacheRead"],
    ["tier-cheaper", tiered({ input: "0.9", cacheRead: "0.2", output: "3" }), "pricing[1].input"],
    ["tier-changes-nothing", tiered({ input: "1", cacheRead: "0.1", output: "2" }), "pricing[1]"],
    ["no-price", priced({ input: "1" }), "pricing[0].output"],
    ["cache-read-above-input", priced({ input: "1", cacheRead: "1.1", output: "2" }), "pricing[0].cacheRead"],
    ["cache-read-above-input", priced({ input: "1", cacheRead: "1", output: "2" }), "pricing[0].cacheRead"],
    [
      "cache-read-above-input",
      {
        pricing: [
          base({ input: "1", cacheRead: "0.5", output: "2" }),
          above(9, { cacheRead: "1" }, "made up: above 9", { inherits: ["input", "output"] }),
        ],
      },
      "pricing[1].cacheRead",
    ],
    ["cache-write-odd", priced({ input: "1", cacheWrite5m: "0.9", output: "2" }), "pricing[0].cacheWrite5m"],
    ["cache-write-odd", priced({ input: "1", cacheWrite1h: "2.1", output: "2" }), "pricing[0].cacheWrite1h"],
    ["float-noise", priced({ input: "0.123456", output: "2" }), "pricing[0].input"],
    ["unit-slip", priced({ input: "150", output: "2" }), "pricing[0].input"],
    ["unit-slip", priced({ input: "1", output: "0.000002" }), "pricing[0].output"],
    ["unit-slip", priced({ input: "1", cacheRead: "0.0000001", output: "2" }), "pricing[0].cacheRead"],
    ["unit-slip", priced({ input: "1", output: "2", search: "0.00001" }), "pricing[0].search"],
    ["zero-price", priced({ input: "0", output: "2" }), "pricing[0].input"],
    ["limit-above-context", { maxCompletionTokens: 100_001 }, "maxCompletionTokens"],
    ["no-evidence", { evidence: { source: "", date: TODAY, reverifyAfter: TODAY } }, "evidence"],
    [
      "reverify-too-late",
      { evidence: { source: "made up", date: "2026-01-01", reverifyAfter: "2026-04-02" } },
      "evidence.reverifyAfter",
    ],
    [
      "tier-borrowed-evidence",
      {
        pricing: [
          base({ input: "1", output: "2" }),
          above(50_000, { input: "2", output: "3" }, "a page that names 5,000 and 500,000"),
        ],
      },
      "pricing[1].evidence",
    ],
  ];

  test.each(rows)("%s", (rule, config, field) => {
    const findings = about(config);
    expect(rulesOf(findings)).toEqual([rule]);
    expect(findings[0]?.where).toEqual({ file: "registry/authors/nobody", id: "m:p", field });
  });

  test("price-far-apart names both endpoints, and only the dear one is at fault", () => {
    const source = madeUpSource(
      {
        "m:p": madeUpEndpoint(priced({ input: "0.1", output: "0.3" })),
        "m:q": madeUpEndpoint(priced({ input: "1.01", output: "0.3" })),
      },
      { providers: [madeUpProvider("p"), madeUpProvider("q")] },
    );
    expect(lint(source)).toMatchObject([
      { rule: "price-far-apart", where: { id: "m:q", field: "pricing[0].input" }, given: "1.01" },
    ]);
  });

  test("tier-terms-differ tells the rarer terms of a vendor's tiers, whoever sells them", () => {
    const tier = { input: "2", cacheRead: "0.2", output: "3" };
    const list = (step: typeof above) => ({
      pricing: [base({ input: "1", cacheRead: "0.1", output: "2" }), step(50_000, tier, "made up: 50K")],
    });
    const source = madeUpSource(
      {
        "m:p": madeUpEndpoint(list(at)),
        "n:p": madeUpEndpoint({ ...list(at), providerModelId: "maker/n" }),
        "m:q": madeUpEndpoint(list(above)),
      },
      {
        models: { m: madeUpModel(), n: madeUpModel() },
        providers: [madeUpProvider("p"), madeUpProvider("q")],
      },
    );
    const found = lint(source).filter(({ rule }) => rule === "tier-terms-differ");
    expect(found).toMatchObject([{ where: { id: "m:q", field: "pricing[1]" } }]);
    expect(found[0]?.given).toMatch(/^above the threshold, for the whole request/);
    expect(found[0]?.allowed).toMatch(/^at the threshold/);
  });

  test("a deployment's own prices are looked at", () => {
    const deployments = { default: {}, eu: { pricing: [base({ input: "0", output: "2" })] } };
    expect(about({ deployments })).toMatchObject([
      { rule: "zero-price", where: { field: "deployments.eu.pricing[0].input" } },
    ]);
  });

  test("resale-far-apart and tier-elsewhere-flat compare a vendor's model at its sellers", () => {
    const source = madeUpSource(
      {
        "m:p": madeUpEndpoint(priced({ input: "1", output: "2" })),
        "m:q": madeUpEndpoint({
          pricing: [
            base({ input: "1", output: "3.01" }),
            above(50_000, { input: "2", output: "4" }, "made up: above 50,000"),
          ],
        }),
      },
      {
        models: { m: madeUpModel({ openWeights: false }) },
        providers: [madeUpProvider("p"), madeUpProvider("q")],
      },
    );
    expect(lint(source)).toMatchObject([
      { rule: "resale-far-apart", where: { id: "m:q", field: "pricing[0].output" }, given: "3.01" },
      { rule: "tier-elsewhere-flat", where: { id: "m:q", field: "pricing[1].from" }, given: "50000" },
    ]);
  });

  test("region-far-apart", () => {
    const eu = (input: string) => ({
      deployments: { default: {}, eu: { pricing: [base({ input, output: "2.2" })] } },
    });
    expect(about(eu("1.1"))).toEqual([]);
    expect(about(eu("1.51"))).toMatchObject([
      { rule: "region-far-apart", where: { field: "deployments.eu.pricing[0].input" } },
    ]);
  });

  test("every period is looked at, under its own path", () => {
    const pricing = [
      since("2026-01-01", base({ input: "0", output: "2" })),
      since("2026-06-01", base({ input: "1", output: "2" })),
    ];
    expect(about({ pricing })).toMatchObject([
      { rule: "zero-price", where: { field: "pricing[0].tiers[0].input" } },
    ]);
  });

  test("no rule is without a test", () => {
    const tested = new Set<string>([
      ...rows.map(([rule]) => rule),
      "modality-unpriced",
      "price-far-apart",
      "resale-far-apart",
      "tier-elsewhere-flat",
      "tier-terms-differ",
      "region-far-apart",
    ]);
    const untested = Object.keys(LINT_RULES).filter((rule) => !tested.has(rule));
    expect(untested).toEqual(["exception-expired", "exception-unused"]);
  });
});

describe("at the edge of a rule", () => {
  test.each<[string, Partial<EndpointConfig>]>([
    ["ten times the neighbour's price", priced({ input: "5", output: "5" })],
    [
      "cache writes at the input price, or at twice of it",
      priced({ input: "1", cacheWrite5m: "1", cacheWrite1h: "2", output: "2" }),
    ],
    [
      "a class that a tier says it inherits",
      {
        pricing: [
          base({ input: "1", cacheRead: "0.1", output: "2" }),
          above(50_000, { input: "2", output: "3" }, "made up: above 50,000", { inherits: ["cacheRead"] }),
        ],
      },
    ],
    ["the lowest plausible price", priced({ input: "0.005", output: "0.005" })],
    ["a tier one token below the context", tiered({ input: "1", cacheRead: "0.1", output: "3" }, 99_999)],
    ["an answer as long as the context", { maxCompletionTokens: 100_000 }],
    [
      "the very last day to look again",
      { evidence: { source: "x", date: "2026-01-01", reverifyAfter: "2026-04-01" } },
    ],
    ["free, and saying so", { ...priced({ input: "0", output: "0" }), free: true }],
  ])("%s is fine", (_name, config) => {
    expect(about(config)).toEqual([]);
  });

  test("a closed model may cost what it likes, up to what no model costs", () => {
    expect(about(priced({ input: "600", output: "1000" }), false)).toEqual([]);
    expect(rulesOf(about(priced({ input: "1001", output: "1" }), false))).toEqual(["unit-slip"]);
  });
});

describe("exceptions", () => {
  const finding = about(priced({ input: "0", output: "2" }));
  const exception: LintException = { rule: "zero-price", id: "m:p", reason: "a gift", expires: "2026-12-31" };

  test("excuse their finding only", () => {
    expect(unexcused(finding, [exception], TODAY)).toEqual([]);
    expect(rulesOf(unexcused(finding, [{ ...exception, id: "m:q" }], TODAY))).toEqual([
      "zero-price",
      "exception-unused",
    ]);
  });

  test("run out, and are reported with their finding", () => {
    expect(rulesOf(unexcused(finding, [exception], "2027-01-01"))).toEqual([
      "zero-price",
      "exception-expired",
    ]);
  });

  test("that excuse nothing are reported", () => {
    expect(rulesOf(unexcused([], [exception], TODAY))).toEqual(["exception-unused"]);
  });
});

test("the registry of this repository is clean but for its exceptions", () => {
  expect(unexcused(lint(registrySource), exceptionsIn(registrySource), TODAY).map(findingText)).toEqual([]);
});

test("a finding says file, id, field, value and what is allowed", () => {
  const [finding] = about(priced({ input: "0", output: "2" }));
  expect(finding && findingText(finding)).toBe(
    "registry/authors/nobody: m:p pricing[0].input: 0 (zero-price: a price of 0 without `free: true`; allowed: leave the class out where it is not billed, or declare `free: true`)",
  );
});
