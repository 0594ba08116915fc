import { describe, expect, test } from "vitest";
import { createRegistry, registrySource } from "../index.ts";
import { base } from "../pricing/tiers.ts";
import type { Deployment } from "../schema.ts";
import { madeUpEndpoint, madeUpModel, madeUpProvider, madeUpSource } from "../testing.ts";
import { buildIndexes } from "./indexes.ts";

const INHERITED = ["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf"];

describe("the indexes of this registry (REG-04)", () => {
  const { indexes, source } = createRegistry(registrySource);

  test("hold every deployment of every endpoint once", () => {
    const count = Object.values(source.endpoints).reduce(
      (sum, e) => sum + Object.keys(e.deployments).length,
      0,
    );
    expect(indexes.endpoints).toHaveLength(count);
    expect(new Set(indexes.endpoints.map(({ id }) => id)).size).toBe(count);
  });

  test("agree with each other", () => {
    for (const endpoint of indexes.endpoints) {
      const { id, model, provider, providerModelId } = endpoint;
      expect(indexes.endpoint(id)).toBe(endpoint);
      expect(indexes.endpointsOfModel(model)).toContain(endpoint);
      expect(indexes.endpointsOfProvider(provider)).toContain(endpoint);
      expect(indexes.endpointsByProviderModelId(provider, providerModelId)).toContain(endpoint);
      expect(indexes.providersOfModel(model)).toContain(provider);
      expect(indexes.isModel(model)).toBe(true);
    }
  });

  test.each(INHERITED)("do not know %s (REG-13)", (name) => {
    expect(indexes.endpoint(name)).toBeUndefined();
    expect(indexes.endpointsOfModel(name)).toEqual([]);
    expect(indexes.endpointsOfProvider(name)).toEqual([]);
    expect(indexes.endpointsByProviderModelId(name, name)).toEqual([]);
    expect(indexes.providersOfModel(name)).toEqual([]);
    expect(indexes.isModel(name)).toBe(false);
    expect(createRegistry(registrySource).provider(name)).toBeUndefined();
  });
});

describe("keys are opaque (REG-03)", () => {
  test("parts with slashes and colons do not collide", () => {
    const source = madeUpSource(
      {
        "a:b:p": madeUpEndpoint({ providerModelId: "x/y:z" }),
        "a:b-c": madeUpEndpoint({ providerModelId: "x" }),
      },
      {
        models: { "a:b": madeUpModel(), a: madeUpModel() },
        providers: [madeUpProvider("p"), madeUpProvider("b-c")],
      },
    );
    const indexes = buildIndexes(source);
    expect(indexes.endpoint("a:b:p")).toMatchObject({ model: "a:b", provider: "p" });
    expect(indexes.endpoint("a:b-c")).toMatchObject({ model: "a", provider: "b-c" });
    expect(indexes.endpointsByProviderModelId("p", "x/y:z")).toHaveLength(1);
  });
});

describe("a deployment inherits and overrides field by field (REG-08)", () => {
  const config = madeUpEndpoint({ rateLimits: { rpm: 10 } });
  const resolve = (deployment: Deployment) =>
    buildIndexes(madeUpSource({ "m:p": { ...config, deployments: { eu: deployment } } })).endpoint("m:p:eu");
  const inherited = {
    deployment: "eu",
    providerModelId: "maker/made-up",
    contextLength: 100_000,
    maxCompletionTokens: 10_000,
    rateLimits: { rpm: 10 },
    ptbEnabled: true,
    status: "active",
    region: undefined,
    tiers: [{ from: 0, rates: { input: 1_000_000n, output: 2_000_000n } }],
  };

  test("everything, where it says nothing", () => {
    expect(resolve({})).toMatchObject(inherited);
  });

  test.each<[keyof Deployment & keyof typeof inherited, Deployment]>([
    ["providerModelId", { providerModelId: "eu.maker/made-up:1" }],
    ["contextLength", { contextLength: 50_000 }],
    ["maxCompletionTokens", { maxCompletionTokens: 1 }],
    ["rateLimits", { rateLimits: { tpm: 5 } }],
    ["ptbEnabled", { ptbEnabled: false }],
    ["status", { status: "disabled" }],
    ["region", { region: "eu-1" }],
  ])("only its own %s", (field, deployment) => {
    expect(resolve(deployment)).toMatchObject({ ...inherited, [field]: deployment[field] });
  });

  test("only its own prices, whole", () => {
    expect(resolve({ pricing: [base({ input: "3", output: "4" })] })).toMatchObject({
      ...inherited,
      tiers: [{ from: 0, rates: { input: 3_000_000n, output: 4_000_000n } }],
    });
  });
});
