/** What the lint asks of modalities, of boundaries, and of the days to look again. */
import { describe, expect, test } from "vitest";
import { registrySource } from "../index.ts";
import { above, base, since } from "../pricing/tiers.ts";
import type { EndpointConfig, Model } from "../schema.ts";
import { madeUpEndpoint, madeUpModel, madeUpProvider, madeUpSource } from "../testing.ts";
import { lint } from "./lint.ts";
import { reverifyDay, stalePrices } from "./stale.ts";

const TEXT = { input: "1", output: "2" };

describe("a modality has its price or its reason (CST-13)", () => {
  const about = (model: Partial<Model>, config: Partial<EndpointConfig>) =>
    lint(madeUpSource({ "m:p": madeUpEndpoint(config) }, { models: { m: madeUpModel(model) } })).map(
      ({ rule, where }) => `${rule} ${where.field}`,
    );

  test.each<[string, Partial<Model>, string]>([
    ["sound in prompts", { inputs: ["text", "audio"] }, "audioInput"],
    ["sound in answers", { outputs: ["text", "audio"] }, "audioOutput"],
    ["pictures in answers", { outputs: ["text", "image"] }, "imageOutput"],
  ])("of %s", (_what, model, name) => {
    expect(about(model, { pricing: [base(TEXT)] })).toEqual([`modality-unpriced pricing[0].${name}`]);
    expect(about(model, { pricing: [base({ ...TEXT, [name]: "3" })] })).toEqual([]);
    expect(about(model, { pricing: [base(TEXT)], unpriced: { [name]: "no list states one" } })).toEqual([]);
  });

  test("is asked for in every period and deployment", () => {
    const pricing = [
      since("2026-01-01", base({ ...TEXT, audioInput: "3" })),
      since("2026-02-01", base(TEXT)),
    ];
    const deployments = { default: {}, eu: { pricing: [base(TEXT)] } };
    expect(about({ inputs: ["text", "audio"] }, { pricing, deployments })).toEqual([
      "modality-unpriced pricing[1].tiers[0].audioInput",
      "modality-unpriced deployments.eu.pricing[0].audioInput",
    ]);
  });

  test("which for pictures, films and documents in prompts is that they are counted as text", () => {
    expect(about({ inputs: ["text", "image", "video", "pdf"] }, { pricing: [base(TEXT)] })).toEqual([]);
  });

  test("but for vectors, which only text is sent for", () => {
    const config = { apis: ["openai-embeddings" as const], pricing: [base({ input: "1" })] };
    const source = madeUpSource(
      { "m:openai": madeUpEndpoint(config) },
      {
        models: { m: madeUpModel({ inputs: ["text", "audio"] }) },
        providers: Object.values(registrySource.providers).filter(({ slug }) => slug === "openai"),
      },
    );
    expect(lint(source)).toEqual([]);
  });
});

describe("a boundary has evidence of its own (REG-06)", () => {
  const EVIDENCE = "the maker's page: from 50,000 tokens on";
  const source = (evidence: string, other: string, author: string) =>
    madeUpSource(
      {
        "m:p": madeUpEndpoint({
          pricing: [base(TEXT), above(50_000, { input: "2", output: "4" }, evidence)],
        }),
        "n:p": madeUpEndpoint({
          providerModelId: "maker/n",
          pricing: [base(TEXT), above(50_000, { input: "2", output: "4" }, other)],
        }),
      },
      {
        models: { m: madeUpModel(), n: madeUpModel({ author }) },
        providers: [madeUpProvider("p")],
      },
    );
  const borrowed = (given: ReturnType<typeof source>) =>
    lint(given)
      .filter(({ rule }) => rule === "tier-borrowed-evidence")
      .map(({ where }) => where.id);
  const { author } = madeUpModel();

  test("which models of one vendor may share, and two vendors may not", () => {
    expect(borrowed(source(EVIDENCE, EVIDENCE, author))).toEqual([]);
    expect(borrowed(source(EVIDENCE, EVIDENCE, `${author}-else`))).toEqual(["m:p", "n:p"]);
    expect(borrowed(source(EVIDENCE, `another page, 50K`, `${author}-else`))).toEqual([]);
  });

  test.each(["how vendors publish such prices", "above 5,000", "above 150000", "above 500K"])(
    "which names it: not %j",
    (evidence) => {
      expect(borrowed(source(evidence, EVIDENCE, author))).toEqual(["m:p"]);
    },
  );

  test.each(["above 50000", "above 50,000", "above 50_000", "above 50k", "50K and more"])(
    "which names it: %j",
    (evidence) => {
      expect(borrowed(source(evidence, EVIDENCE, author))).toEqual([]);
    },
  );
});

describe("prices to look at again (REG-12)", () => {
  test("are those whose day has passed", () => {
    const evidence = { source: "a list", date: "2026-01-01", reverifyAfter: "2026-04-01" };
    const source = madeUpSource({ "m:p": madeUpEndpoint({ evidence }) });
    expect(stalePrices(source, "2026-04-01")).toEqual([]);
    expect(stalePrices(source, "2026-04-02")).toEqual([
      { id: "m:p", provider: "p", source: "a list", since: "2026-04-01" },
    ]);
  });

  test("are due 90 days after they were read", () => {
    expect(reverifyDay("2026-08-21")).toBe("2026-11-19");
    expect(reverifyDay("2026-11-28")).toBe("2027-02-26");
  });

  test("of this repository come due, each of them", () => {
    expect(stalePrices(registrySource, "2026-07-01")).toEqual([]);
    expect(stalePrices(registrySource, "2028-01-01")).toHaveLength(
      Object.keys(registrySource.endpoints).length,
    );
  });
});
