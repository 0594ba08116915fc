import { describe, expect, test } from "vitest";
import { caseResult, check } from "./fixtures.ts";
import { buildReport, type ReportMeta } from "./report.ts";
import type { CaseResult } from "./result.ts";
import { merged, mismatch, type ShardFile, ShardFileSchema, shardFile, wholeCommand } from "./shard-file.ts";

const held = check({ ok: true, name: "envelope", requirement: "ERR-01", seen: "429" });
const results: CaseResult[] = [
  caseResult({ checks: [held, { ...held, requirement: "ERR-02" }, held], combinations: 12 }),
  caseResult({ case: "errors.odd", mode: "byok", checks: [held] }),
  caseResult({ case: "errors.late", outcome: "not-applicable", reason: "it streams nothing" }),
  ...["errors.table", "errors.body"].map((id) =>
    caseResult({
      case: id,
      outcome: "failed",
      checks: [held, check(), check({ name: "later", seen: "1" })],
      exchange: [{ leg: "gateway to provider", head: "POST /v1", headers: [["accept", "*/*"]], body: "{}" }],
      durationMs: 7.5,
    }),
  ),
  caseResult({
    case: "cost.base",
    area: "cost",
    provider: "groq",
    checks: [{ ...held, requirement: "CST-01" }],
  }),
  caseResult({ case: "cost.broken", area: "cost", provider: "groq", outcome: "harness-error", reason: "x" }),
];
const run = {
  command: "npm test -- --area errors,cost",
  seed: 7,
  strict: true,
  every: 12,
  minProof: "authored" as const,
  whole: { apis: { deepinfra: ["openai-chat"], groq: ["openai-chat"] }, runs: { ptb: 6, byok: 6 } },
  targets: [{ name: "reference", identity: { version: "0.1.0" }, policies: { retries: "off" } }],
} satisfies ReportMeta;

/** The shares as their processes write them, and read back as text. */
const shares = (of: number): ShardFile[] =>
  Array.from({ length: of }, (_, at) => {
    const own = results.filter((_result, index) => index % of === at);
    const judged = {
      requests: own.length,
      exercised: ["shape", `rule-${at}`],
      rules: 9,
      conversations: at,
      sentWrongly: 0,
      refusedWrongly: 0,
    };
    const suiteProof = { states: at === 0 ? ["passed"] : [], errors: 0 };
    const share = { ...run, command: `${run.command} --shard ${at + 1}/${of}`, judged, suiteProof };
    const text = JSON.stringify(shardFile({ index: at + 1, of, ...share }, own));
    return ShardFileSchema.parse(JSON.parse(text));
  });

const part = (of: number, at: number, over: Partial<ShardFile> = {}): ShardFile => {
  const found = shares(of)[at];
  if (found === undefined) throw new Error(`no share ${at}`);
  return { ...found, ...over };
};

describe("shares of a run", () => {
  test.each([1, 2, 3])("make the report of one run when %i of them are put together", (of) => {
    const judged = {
      requests: results.length,
      exercised: 1 + of,
      rules: 9,
      conversations: (of * (of - 1)) / 2,
      sentWrongly: 0,
      refusedWrongly: 0,
    };
    const whole = buildReport(results, { ...run, judged, suiteProof: "stands" });
    const { results: all, meta, suiteProof } = merged(shares(of).reverse());
    expect(suiteProof).toEqual({ states: ["passed"], errors: 0 });
    const report = buildReport(all, { ...meta, suiteProof: "stands" });
    expect(JSON.stringify(report)).toBe(JSON.stringify(whole));
    expect(report.causes.length).toBeGreaterThan(0);
  });

  test.each([
    ["one is missing", [part(3, 0), part(3, 2)], "of 3 shares these are given: 1, 3"],
    ["one is given twice", [part(2, 0), part(2, 0)], "of 2 shares these are given: 1, 1"],
    ["one has another seed", [part(2, 0), part(2, 1, { seed: 8 })], "share 2/2 is of another run than 1/2"],
    ["one is of another division", [part(2, 0), part(3, 1)], "share 2/3 is of another run than 1/2"],
    [
      "one had another filter",
      [part(2, 0), part(2, 1, { command: "npm test -- --shard 2/2" })],
      "another run",
    ],
    ["there is none", [], "there is none"],
  ])("are refused where %s", (_problem, given, said) => {
    expect(mismatch(given)).toContain(said);
    expect(() => merged(given)).toThrow(said);
  });

  test.each([
    ["npm test -- --shard 1/4", "npm test"],
    ["npm test -- --shard=1/4 --area errors --report=one", "npm test -- --area errors"],
    ["npm test -- --report 'my one' --shard 1/4 --stream a.jsonl --strict", "npm test -- --strict"],
    ["npm test", "npm test"],
  ])("say of %j that the whole run is %j", (command, whole) => {
    expect(wholeCommand(command)).toBe(whole);
  });
});
