import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { createRegistry, openRegistry } from "../../registry/index.ts";
import { base } from "../../registry/pricing/tiers.ts";
import { madeUpEndpoint, madeUpSource } from "../../registry/testing.ts";
import { CannotPrice, costReport, costText, parseUsage } from "./cost.ts";
import { WrongUse } from "./wrong-use.ts";

const registry = openRegistry();
const MINI = "gpt-4o-mini:openai";
const report = (endpoint: string, usage: object) =>
  costReport(registry, { endpoint, usage: JSON.stringify(usage) });

describe("a price", () => {
  test("is exact, class by class", () => {
    // 600 × 0.15 + 400 × 0.075 + 100 × 0.6 = 180 millionths of a dollar.
    expect(report(MINI, { input: 600, cacheRead: 400, output: 100 })).toMatchObject({
      endpoint: MINI,
      tier: { from: 0, why: "the endpoint has no other tier" },
      lines: [
        { class: "input", count: 600, rate: "0.15", amountUsd: "0.00009" },
        { class: "cacheRead", count: 400, rate: "0.075", amountUsd: "0.00003" },
        { class: "output", count: 100, rate: "0.6", amountUsd: "0.00006" },
      ],
      totalUsd: "0.00018",
    });
  });

  test.each([
    [272_000, 0, "272000 counted tokens; the next tier needs above 272000", "0.68"],
    [272_001, 272_000, "272001 counted tokens are above 272000", "1.360005"],
  ])("of %i tokens says which tier it took and why", (input, from, why, totalUsd) => {
    expect(report("gpt-5.4:openai", { input })).toMatchObject({ tier: { from, why }, totalUsd });
  });

  test("says where a class is priced as another", () => {
    const seen = report(MINI, { reasoning: 10 });
    expect(seen.lines).toMatchObject([{ class: "reasoning", pricedAs: "output", amountUsd: "0.000006" }]);
    expect(costText(seen)).toContain("no price of its own: priced as output");
  });

  test("includes a fee per request, in its own unit", () => {
    const source = madeUpSource({
      "m:p": madeUpEndpoint({ pricing: [base({ input: "1", output: "2", request: "0.005" })] }),
    });
    const seen = costReport(createRegistry(source), { endpoint: "m:p", usage: '{"input":1000}' });
    expect(seen).toMatchObject({
      lines: [
        { class: "input" },
        { class: "request", rate: "0.005", unit: "USD per use", amountUsd: "0.005" },
      ],
      totalUsd: "0.006",
    });
  });

  test("of nothing is 0", () => {
    expect(report(MINI, {})).toMatchObject({ lines: [], totalUsd: "0" });
  });

  test("reads a provider's own usage by its convention", () => {
    const raw = JSON.stringify({
      prompt_tokens: 336,
      completion_tokens: 96,
      total_tokens: 432,
      prompt_tokens_details: { cached_tokens: 256 },
      completion_tokens_details: { reasoning_tokens: 59 },
    });
    expect(costReport(registry, { endpoint: "gpt-oss-120b:groq", raw }).usage).toEqual({
      input: 80,
      cacheRead: 256,
      output: 37,
      reasoning: 59,
    });
  });

  test("lines up as text", () => {
    expect(costText(report(MINI, { input: 600, output: 100 }))).toBe(
      [
        "endpoint  gpt-4o-mini:openai",
        "tier      base (the endpoint has no other tier)",
        "",
        "class   count  USD per million      USD",
        "input     600             0.15  0.00009",
        "output    100              0.6  0.00006",
        "",
        "total     0.00015 USD",
        "",
      ].join("\n"),
    );
  });
});

describe("wrong use", () => {
  test.each([
    ["not JSON", "input=5", '--usage is not JSON: "input=5". Give an object'],
    ["no object", "[5]", "--usage must be an object of counts by class, not [5]. Classes: input, cacheRead"],
    ["null", "null", "not null"],
    ["an unknown class", '{"cacheread":5}', 'unknown class "cacheread". Did you mean cacheRead'],
    ["an inherited name", '{"constructor":5}', 'unknown class "constructor".'],
    ["a negative count", '{"input":-1}', "--usage input is -1; allowed is a whole number from 0 up."],
    ["half a token", '{"input":1.5}', "--usage input is 1.5;"],
    ["text", '{"input":"5"}', '--usage input is "5";'],
    ["more than can be counted", '{"input":1e300}', "--usage input is 1e+300;"],
  ])("%s", (_name, usage, message) => {
    expect(() => parseUsage(usage)).toThrow(WrongUse);
    expect(() => parseUsage(usage)).toThrow(message);
  });

  test.each([
    [{ endpoint: "gpt-4o-mni:openai", usage: "{}" }, "Did you mean gpt-4o-mini:openai"],
    [{ endpoint: "constructor", usage: "{}" }, 'unknown endpoint "constructor".'],
    [{ endpoint: MINI }, "give either --usage"],
    [{ endpoint: MINI, usage: "{}", raw: "{}" }, "and not both"],
    [{ endpoint: MINI, raw: '{"input_tokens":5}' }, "--raw holds no whole usage"],
  ])("%o", (options, message) => {
    expect(() => costReport(registry, options)).toThrow(WrongUse);
    expect(() => costReport(registry, options)).toThrow(message);
  });
});

describe("what cannot be priced", () => {
  test("contradictory usage, with the sentence", () => {
    const raw = '{"prompt_tokens":10,"completion_tokens":5,"total_tokens":99}';
    const run = () => costReport(registry, { endpoint: MINI, raw });
    expect(run).toThrow(CannotPrice);
    expect(run).toThrow("total_tokens is 99 but the classes sum to 15");
  });

  test("a class that nothing prices", () => {
    expect(() => report(MINI, { search: 1 })).toThrow(`${MINI} has no price for search`);
  });
});

describe("the command", () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ["--import", "tsx", "scripts/cost.ts", ...args], {
      cwd: root,
      encoding: "utf8",
    });

  test.each([
    [0, ["--endpoint", MINI, "--usage", '{"input":1}', "--json"], '"totalUsd": "0.00000015"'],
    [0, ["--help"], "Examples:"],
    [
      1,
      ["--endpoint", MINI, "--raw", '{"prompt_tokens":1,"completion_tokens":1,"total_tokens":9}'],
      "contradicts itself",
    ],
    [2, ["--endpoint", "nothing-like-it", "--usage", "{}"], "unknown endpoint"],
    [2, ["--usage", "{}"], "--endpoint"],
  ])("ends with %i for %j", (code, args, text) => {
    const { status, stdout, stderr } = run(...args);
    expect(status, stderr).toBe(code);
    expect(stdout + stderr).toContain(text);
  });
});
