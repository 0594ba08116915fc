import { describe, expect, test } from "vitest";
import { resolveEndpoint } from "../endpoint.ts";
import type { EndpointConfig } from "../schema.ts";
import { madeUpEndpoint, madeUpModel, madeUpProvider } from "../testing.ts";
import { above, base } from "./tiers.ts";
import { WORKLOADS, type Workload, workloadCost } from "./workloads.ts";

const endpointOf = (more: Partial<EndpointConfig> = {}) =>
  resolveEndpoint(
    {
      modelId: "m",
      model: madeUpModel(),
      provider: madeUpProvider("p"),
      config: madeUpEndpoint({ contextLength: 100, maxCompletionTokens: 20, ...more }),
    },
    "default",
    {},
  );

const workload = (...requests: Workload["requests"]): Workload => ({ id: "w", title: "made up", requests });
const full = workload({ input: 60, cacheRead: 20, output: 15, reasoning: 5 });
const thinking = endpointOf({ supportedParameters: ["max_tokens", "reasoning_effort"] });

describe("a workload (REG-11)", () => {
  test("costs what its requests cost together, each at the tier that it reaches itself", () => {
    const pricing = [base({ input: "1", output: "2" }), above(10, { input: "10", output: "20" }, "made up")];
    const endpoint = endpointOf({ pricing });
    const twice = workload({ input: 6, output: 1 }, { input: 6, output: 1 });
    expect(workloadCost(endpoint, twice)).toBe(2n * (6n + 2n) * 1_000_000n);
    expect(workloadCost(endpoint, workload({ input: 12, output: 1 }))).toBe((120n + 20n) * 1_000_000n);
  });

  test("fits an endpoint to the last token, cached tokens and thought included", () => {
    expect(workloadCost(thinking, full)).toBe((80n + 2n * 20n) * 1_000_000n);
  });

  test.each([
    ["the context is a token short", { contextLength: 99 }],
    ["the completion is a token short", { maxCompletionTokens: 19 }],
  ])("has no cost where %s", (_name, more) => {
    const short = endpointOf({ supportedParameters: ["reasoning_effort"], ...more });
    expect(workloadCost(short, full)).toBeNull();
  });

  test("has no cost where one of its requests does not fit, even the first", () => {
    expect(workloadCost(thinking, workload({ input: 101 }, { input: 1 }))).toBeNull();
  });

  test("needs an endpoint that thinks only where there is thought", () => {
    expect(workloadCost(endpointOf(), full)).toBeNull();
    expect(
      workloadCost(endpointOf(), workload({ input: 1, output: 1 }, { output: 1, reasoning: 1 })),
    ).toBeNull();
    expect(workloadCost(endpointOf(), workload({ input: 1, reasoning: 0 }))).toBe(1_000_000n);
  });

  test("has no cost where a class has no price, whatever the others cost", () => {
    const endpoint = endpointOf({ pricing: [base({ input: "1" })] });
    expect(workloadCost(endpoint, workload({ output: 1 }, { input: 1 }))).toBeNull();
    expect(workloadCost(endpoint, workload({ input: 1 }, { output: 1 }))).toBeNull();
  });

  test("of an agent reads from the cache all that it had said before, from the second turn on", () => {
    const agent = WORKLOADS.find(({ id }) => id === "agent")?.requests ?? [];
    expect(agent).toHaveLength(20);
    expect(agent[0]).toEqual({ input: 2_000, output: 400 });
    expect(agent[1]).toEqual({ cacheRead: 2_000, input: 1_500, output: 400 });
    expect(agent[19]).toEqual({ cacheRead: 29_000, input: 1_500, output: 400 });
  });
});
