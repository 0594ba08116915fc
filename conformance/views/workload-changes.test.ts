import { describe, expect, test } from "vitest";
import { createRegistry, openRegistry, providers } from "../../registry/index.ts";
import { newestTiers } from "../../registry/pricing/periods.ts";
import { above, base } from "../../registry/pricing/tiers.ts";
import type { EndpointConfig } from "../../registry/schema.ts";
import { workloadChanges } from "./workload-changes.ts";
import { workloads } from "./workloads.ts";

const registry = openRegistry();
const { source } = registry;
const reviewed = workloads(registry, providers.openai).split("\n");

/** The page after a change of the endpoints. */
const pageAfter = (change: (endpoints: Record<string, EndpointConfig>) => Record<string, EndpointConfig>) =>
  workloads(
    createRegistry({ ...source, endpoints: change({ ...source.endpoints }) }),
    providers.openai,
  ).split("\n");

const repriced = (pricing: EndpointConfig["pricing"]) =>
  pageAfter((endpoints) => {
    const config = endpoints["gpt-5.4:openai"];
    return config ? { ...endpoints, "gpt-5.4:openai": { ...config, pricing } } : endpoints;
  });

/** The workload that holds every price; what it costs is no round number to work out by hand. */
const EVERY_PRICE = "some of every class";
const byHand = (lines: readonly string[]): string[] => lines.filter((line) => !line.includes(EVERY_PRICE));

describe("a change of prices", () => {
  test("none is no line", () => {
    expect(workloadChanges(reviewed, reviewed)).toEqual([]);
  });

  test("shows what it costs on every workload", () => {
    const tripled = [
      base({ input: "7.5", cacheRead: "0.75", output: "45" }),
      ...newestTiers(source.endpoints["gpt-5.4:openai"]?.pricing ?? []).slice(1),
    ];
    expect(byHand(workloadChanges(reviewed, repriced(tripled)))).toEqual([
      "gpt-5.4:openai, chat 1k/200: 0.0055 → 0.0165 USD, +200%",
      "gpt-5.4:openai, RAG 180k/1k, 90% cached: 0.1005 → 0.3015 USD, +200%",
      "gpt-5.4:openai, reasoning 2k/500 after 8k of thought: 0.1325 → 0.3975 USD, +200%",
      "gpt-5.4:openai, agent of 20 turns, 400 out each, history cached: 0.269875 → 0.809625 USD, +200%",
    ]);
  });

  test("shows in the workload that holds every price", () => {
    const dearer = [base({ input: "2.5", cacheRead: "0.25", output: "16" })];
    const changed = workloadChanges(reviewed, repriced(dearer)).filter((line) => line.includes(EVERY_PRICE));
    expect(changed).toHaveLength(1);
  });

  test("shows a tier that was dropped as what it saves", () => {
    const flat = [base({ input: "2.5", cacheRead: "0.25", output: "15" })];
    expect(byHand(workloadChanges(reviewed, repriced(flat)))).toEqual([
      "gpt-5.4:openai, long prompt 300k/1k: 1.5225 → 0.765 USD, -49.8%",
    ]);
  });

  test("shows the boundary of a tier that moved below a workload", () => {
    const lower = [
      base({ input: "2.5", cacheRead: "0.25", output: "15" }),
      above(150_000, { input: "5", cacheRead: "0.5", output: "22.5" }, "made up"),
    ];
    expect(byHand(workloadChanges(reviewed, repriced(lower)))).toEqual([
      "gpt-5.4:openai, RAG 180k/1k, 90% cached: 0.1005 → 0.1935 USD, +92.5%",
    ]);
  });

  test("names endpoints that came and went, and costs that cannot be told any more", () => {
    const without = pageAfter(({ "gpt-5.4:openai": _gone, ...rest }) => rest);
    expect(workloadChanges(reviewed, without)).toEqual(["gpt-5.4:openai: gone"]);
    expect(workloadChanges(without, reviewed)).toEqual(["gpt-5.4:openai: new"]);
    const short = pageAfter((endpoints) => {
      const config = endpoints["gpt-5.4:openai"];
      return config ? { ...endpoints, "gpt-5.4:openai": { ...config, contextLength: 200_000 } } : endpoints;
    });
    expect(workloadChanges(reviewed, short)).toEqual(["gpt-5.4:openai, long prompt 300k/1k: 1.5225 → n/a"]);
    expect(workloadChanges(short, reviewed)).toEqual([
      "gpt-5.4:openai, long prompt 300k/1k: n/a → 1.5225 USD",
    ]);
  });

  test("of nothing reviewed is all new", () => {
    expect(workloadChanges([], reviewed)).toHaveLength(
      reviewed.filter((line) => line.includes(":openai")).length,
    );
  });
});
