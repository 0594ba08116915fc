import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { createRegistry, openRegistry } from "../../registry/index.ts";
import { above, base, marginal, since } from "../../registry/pricing/tiers.ts";
import { madeUpEndpoint, madeUpSource } from "../../registry/testing.ts";
import { CannotPrice, costReport, parseJson, usageOf } from "./cost.ts";
import { batchText, priceLine } from "./cost-batch.ts";
import { costText } from "./cost-text.ts";
import { LAUNCHER } from "./launcher.ts";
import { WrongUse } from "./wrong-use.ts";

const registry = openRegistry();
const MINI = "gpt-4o-mini:openai";
const at = "2026-12-01";
const report = (endpoint: string, usage: object) => costReport(registry, { endpoint, usage, at });
const parseUsage = (text: string) => usageOf(parseJson("--usage", text));

describe("a price", () => {
  test("is exact, class by class", () => {
    // 600 × 0.15 + 400 × 0.075 + 100 × 0.6 = 180 millionths of a dollar.
    expect(report(MINI, { input: 600, cacheRead: 400, output: 100 })).toMatchObject({
      endpoint: MINI,
      tier: { from: 0, why: "the endpoint has no other tier" },
      classes: [
        { class: "input", tokens: 600, rate: "0.15", amount: "0.00009" },
        { class: "cacheRead", tokens: 400, rate: "0.075", amount: "0.00003" },
        { class: "output", tokens: 100, rate: "0.6", amount: "0.00006" },
      ],
      total: "0.00018",
    });
  });

  test.each([
    [272_000, 0, "272000 counted tokens; the next tier needs above 272000", "0.68"],
    [272_001, 272_000, "272001 counted tokens are above 272000", "1.360005"],
  ])("of %i tokens says which tier it took and why", (input, from, why, total) => {
    expect(report("gpt-5.4:openai", { input })).toMatchObject({ tier: { from, why }, total });
  });

  test("says where a class is priced as another", () => {
    const seen = report(MINI, { reasoning: 10 });
    expect(seen.classes).toMatchObject([{ class: "reasoning", pricedAs: "output", amount: "0.000006" }]);
    expect(costText(seen)).toContain("no price of its own: priced as output");
  });

  test("includes a fee per request, in its own unit", () => {
    const source = madeUpSource({
      "m:p": madeUpEndpoint({ pricing: [base({ input: "1", output: "2", request: "0.005" })] }),
    });
    const seen = costReport(createRegistry(source), { endpoint: "m:p", usage: { input: 1000 }, at });
    expect(seen).toMatchObject({
      classes: [
        { class: "input" },
        { class: "request", rate: "0.005", unit: "USD per use", amount: "0.005" },
      ],
      total: "0.006",
    });
  });

  test("of nothing is 0", () => {
    expect(report(MINI, {})).toMatchObject({ classes: [], total: "0" });
  });

  test("reads a provider's own usage by its convention", () => {
    const raw = {
      prompt_tokens: 336,
      completion_tokens: 96,
      total_tokens: 432,
      prompt_tokens_details: { cached_tokens: 256 },
      completion_tokens_details: { reasoning_tokens: 59 },
    };
    const body = { x_groq: { usage: raw } };
    expect(costReport(registry, { endpoint: "gpt-oss-120b:groq", raw: body, at }).total).toBe("0.0000888");
    expect(costReport(registry, { endpoint: "gpt-oss-120b:groq", raw, at }).usage).toEqual({
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
        "prices    as of 2026-12-01",
        "tier      base (the endpoint has no other tier)",
        "",
        "class   tokens  USD per million      USD",
        "input      600             0.15  0.00009",
        "output     100              0.6  0.00006",
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
    [
      "a negative count",
      '{"input":-1}',
      "--usage input is -1; allowed is a whole number from 0 to 9007199254740991.",
    ],
    ["half a token", '{"input":1.5}', "--usage input is 1.5;"],
    ["text", '{"input":"5"}', '--usage input is "5";'],
    ["one more than can be counted", '{"input":9007199254740992}', "--usage input is 9007199254740992;"],
    ["more than can be counted", '{"input":1e300}', "--usage input is 1e+300;"],
  ])("%s", (_name, usage, message) => {
    expect(() => parseUsage(usage)).toThrow(WrongUse);
    expect(() => parseUsage(usage)).toThrow(message);
  });

  test.each([
    [{ endpoint: "gpt-4o-mni:openai", usage: {} }, "Did you mean gpt-4o-mini:openai"],
    [{ endpoint: "constructor", usage: {} }, 'unknown endpoint "constructor".'],
    [{ endpoint: MINI }, "give either --usage"],
    [{ endpoint: MINI, usage: {}, at: "yesterday" }, '--at is "yesterday"; allowed is a day'],
    [{ endpoint: MINI, usage: {}, raw: {} }, "and not both"],
    [{ endpoint: MINI, raw: { input_tokens: 5 } }, "--raw holds no whole usage"],
  ])("%o", (options, message) => {
    expect(() => costReport(registry, { at, ...options })).toThrow(WrongUse);
    expect(() => costReport(registry, { at, ...options })).toThrow(message);
  });
});

describe("what cannot be priced", () => {
  test("contradictory usage, with the sentence", () => {
    const raw = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 99 };
    const run = () => costReport(registry, { endpoint: MINI, raw, at });
    expect(run).toThrow(CannotPrice);
    expect(run).toThrow("total_tokens is 99 but the classes sum to 15");
  });

  test("a class that nothing prices", () => {
    const id = "gpt-oss-120b:groq";
    expect(() => report(id, { search: 1 })).toThrow(`${id} has no price for search`);
  });
});

describe("on a day", () => {
  const dated = createRegistry(
    madeUpSource({
      "m:p": madeUpEndpoint({
        pricing: [
          since("2026-01-01", base({ input: "1", output: "2" })),
          since("2026-07-30", base({ input: "0.2", output: "0.4" })),
        ],
      }),
    }),
  );
  const on = (day: string) => costReport(dated, { endpoint: "m:p", usage: { input: 1_000_000 }, at: day });

  test.each([
    ["2026-01-01", "1"],
    ["2026-07-29", "1"],
    ["2026-07-30", "0.2"],
  ])("%s: %s USD", (day, total) => {
    expect(on(day)).toMatchObject({ at: day, total });
  });

  test("before the first known price", () => {
    expect(() => on("2025-12-31")).toThrow(CannotPrice);
    expect(() => on("2025-12-31")).toThrow("m:p has no known prices on 2025-12-31");
  });
});

describe("marginal tiers", () => {
  const source = madeUpSource({
    "m:p": madeUpEndpoint({
      pricing: [
        base({ input: "1", output: "2" }),
        marginal(above(1000, { input: "3" }, "made up", { inherits: ["output"] })),
      ],
    }),
  });
  const seen = costReport(createRegistry(source), { endpoint: "m:p", usage: { input: 1500 }, at });

  test("show the tokens of each tier", () => {
    expect(seen).toMatchObject({
      tier: { why: "1500 counted tokens are above 1000, and only those beyond it pay this tier" },
      classes: [
        { class: "input", tokens: 1000, rate: "1", from: 0, amount: "0.001" },
        { class: "input", tokens: 500, rate: "3", from: 1000, amount: "0.0015" },
      ],
      total: "0.0025",
    });
    expect(costText(seen)).toContain("at the price from 0");
  });
});

describe("a reported cost", () => {
  const raw = { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11 };
  const flash = (estimated_cost: unknown) =>
    costReport(registry, { endpoint: "deepseek-v4-flash:deepinfra", raw: { ...raw, estimated_cost }, at });

  test.each([
    [0.5, { total: "0.5", problem: null, charged: "0.5" }],
    [0, { total: "0", problem: null, charged: "0" }],
    [-1, { total: null, problem: "the provider's own price is unusable: -1", charged: "0.0000012" }],
    ["0.5", { total: null, problem: 'the provider\'s own price is unusable: "0.5"', charged: "0.0000012" }],
  ])("of %j stands beside ours", (given, reported) => {
    expect(flash(given)).toMatchObject({ total: "0.0000012", reported });
  });

  test("is absent where the provider reports none", () => {
    expect(
      costReport(registry, { endpoint: MINI, raw: { ...raw, estimated_cost: 1 }, at }),
    ).not.toHaveProperty("reported");
  });
});

describe("a batch", () => {
  const line = (value: unknown, n = 1) =>
    priceLine(registry, typeof value === "string" ? value : JSON.stringify(value), n, { at, endpoint: MINI });

  test("takes endpoint and day from the flags, or from the line", () => {
    expect(line({ usage: { input: 600 } })).toMatchObject({ line: 1, endpoint: MINI, total: "0.00009" });
    expect(
      line({ endpoint: "gpt-4o:openai", usage: { input: 1 }, at: "2026-11-01", id: "x" }, 7),
    ).toMatchObject({
      line: 7,
      id: "x",
      endpoint: "gpt-4o:openai",
      at: "2026-11-01",
    });
  });

  test("takes the place of the call and the words of the answer line by line", () => {
    const raw = { usage: { prompt_tokens: 1_000, completion_tokens: 0, total_tokens: 1_000 } };
    // 1000 × 5 × 1.1 in a region, and half of that as flex.
    const asked = { endpoint: "gpt-5.5:openai", raw, region: "eu" };
    expect(line(asked)).toMatchObject({ place: "eu", total: "0.0055" });
    expect(line({ ...asked, said: { service_tier: "flex" } })).toMatchObject({ total: "0.00275" });
    expect(line({ ...asked, said: { tier: "flex" } })).toMatchObject({
      error: expect.stringContaining("--said"),
    });
  });

  test("skips empty lines", () => expect(line("  ")).toBeNull());

  test.each<[string, unknown, string]>([
    ["not JSON", "nonsense", 'not JSON: "nonsense"'],
    ["no object", "[]", "the line: "],
    ["a stray field", { usage: {}, tokens: 5 }, "tokens"],
    ["no usage", {}, "give either --usage"],
    ["an unknown endpoint", { endpoint: "gpt-4o-mni:openai", usage: {} }, "Did you mean gpt-4o-mini:openai"],
    [
      "contradictory usage",
      { raw: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 9 } },
      "contradicts",
    ],
  ])("says what is wrong with %s", (_name, value, error) => {
    expect(line(value, 3)).toMatchObject({ line: 3, error: expect.stringContaining(error) });
  });

  test("as text, one line each", () => {
    const texts = [{ usage: { input: 600 }, id: "a" }, {}].map((value, i) => {
      const result = line(value, i + 1);
      return result && batchText(result);
    });
    expect(texts).toEqual([
      "a  gpt-4o-mini:openai  0.00009 USD  base",
      expect.stringMatching(/^line 2 {2}error: give either/),
    ]);
  });
});

describe("the command", () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const run = (args: readonly string[], input = "") =>
    spawnSync(process.execPath, [LAUNCHER, "cost", ...args], {
      cwd: root,
      encoding: "utf8",
      input,
    });

  test.each([
    [0, ["--endpoint", MINI, "--usage", '{"input":1}', "--json"], '"total": "0.00000015"'],
    [0, ["--help"], "Examples:"],
    [
      1,
      ["--endpoint", MINI, "--raw", '{"prompt_tokens":1,"completion_tokens":1,"total_tokens":9}'],
      "contradicts itself",
    ],
    [2, ["--endpoint", "nothing-like-it", "--usage", "{}"], "unknown endpoint"],
    [2, ["--usage", "{}"], "--endpoint is missing"],
    [2, ["--endpoint", MINI, "--usage", "{}", "--at", "2026-13-01"], "--at is"],
    [2, ["--batch", "no-such-file.jsonl"], "there is no file"],
    [2, ["--batch", "-", "--usage", "{}"], "leave --usage and --raw out"],
  ])("ends with %i for %j", (code, args, text) => {
    const { status, stdout, stderr } = run(args);
    expect(status, stderr).toBe(code);
    expect(stdout + stderr).toContain(text);
  });

  test("prices standard input, one result a line, and tells with its exit code that one failed", () => {
    const lines = ['{"usage":{"input":600}}', "", '{"usage":{"input":-1}}', '{"usage":{"output":1}}'];
    const { status, stdout } = run(["--batch", "-", "--endpoint", MINI, "--json"], `${lines.join("\n")}\n`);
    expect(status).toBe(1);
    expect(
      stdout
        .trim()
        .split("\n")
        .map((text) => JSON.parse(text)),
    ).toMatchObject([
      { line: 1, total: "0.00009" },
      { line: 3, error: expect.stringContaining("--usage input is -1") },
      { line: 4, total: "0.0000006" },
    ]);
  });
});
