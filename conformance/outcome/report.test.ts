import { describe, expect, it } from "vitest";
import { requirement, requirementIds } from "../requirements/index.ts";
import { referenceTarget } from "../targets/reference.ts";
import { reportJson } from "./compact.ts";
import { caseResult, check } from "./fixtures.ts";
import { buildReport } from "./report.ts";
import { ReportSchema, reportJsonSchema } from "./report-schema.ts";

const meta = { command: "npm test -- --provider deepinfra", seed: 7, strict: false };

const results = [
  caseResult({ mode: "byok", checks: [check({ ok: true })] }),
  caseResult({
    outcome: "failed",
    checks: [check(), check({ ok: true })],
    proof: [
      { recording: "deepinfra/chat.tools", kind: "authored" },
      { recording: "deepinfra/chat.image", kind: "live" },
    ],
  }),
  caseResult({
    case: "routing.unknown",
    area: "routing",
    outcome: "failed",
    checks: [check({ requirement: "RTE-08" })],
  }),
  caseResult({ case: "cost.tier", area: "cost", outcome: "untested", reason: "no recording", proof: [] }),
  caseResult({ case: "cost.sum", area: "cost", outcome: "harness-error", reason: "boom" }),
  caseResult({ case: "cost.free", area: "cost", outcome: "unexpected-pass", provider: "groq" }),
  caseResult({ case: "cost.regional", area: "cost", outcome: "not-applicable", reason: "one region" }),
  caseResult({
    case: "cost.old",
    area: "cost",
    outcome: "expected-failure",
    checks: [check({ requirement: "CST-02" })],
  }),
];

results.push(
  caseResult({ case: "cost.unseen", area: "cost", outcome: "not-observable", reason: "no wallet" }),
);

describe("the report", () => {
  const report = buildReport(results, meta);

  it("counts each result once, harness errors and unexpected passes as failed", () => {
    expect(report.totals).toEqual({
      cases: 9,
      passed: 1,
      failed: 3,
      warned: 1,
      expectedFailures: 1,
      notApplicable: 1,
      notObservable: 1,
      untested: 1,
    });
    const { cases, ...kinds } = report.totals;
    expect(Object.values(kinds).reduce((sum, number) => sum + number)).toBe(cases);
  });

  it("states what each target is and declares", () => {
    const gateway = referenceTarget().describe;
    const named = buildReport(results, { ...meta, targets: [{ ...gateway, policies: { retries: "2" } }] });
    const [target] = named.targets;
    expect(target).toMatchObject({ name: "reference", policies: { retries: "2" } });
    expect(target?.identity).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      node: process.version,
      lock: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  it("counts by provider, area and mode, in the order of the requirements", () => {
    expect(
      report.groups.map(({ provider, area, mode, counts }) => [provider, area, mode, counts.cases]),
    ).toEqual([
      ["deepinfra", "routing", "ptb", 1],
      ["deepinfra", "cost", "ptb", 5],
      ["deepinfra", "errors", "ptb", 1],
      ["deepinfra", "errors", "byok", 1],
      ["groq", "cost", "ptb", 1],
    ]);
  });

  it("names unexpected passes and harness errors", () => {
    expect(report.unexpectedPasses).toEqual(["groq/openai-chat ptb cost.free"]);
    expect(report.harnessErrors).toEqual(["deepinfra/openai-chat ptb cost.sum"]);
  });

  it("says for each requirement that was checked how often it held", () => {
    expect(report.requirements.map(({ id, passed, failed }) => [id, passed, failed])).toEqual([
      ["RTE-08", 0, 1],
      ["CST-02", 0, 1],
      ["ERR-02", 2, 1],
    ]);
    expect(report.levels).toEqual([
      { level: "MUST", passed: 0, checked: 2 },
      { level: "SHOULD", passed: 0, checked: 1 },
    ]);
  });

  it("lists the requirements that no case covers yet, with the reason", () => {
    const open = requirementIds.flatMap((id) => {
      const { status } = requirement(id);
      return status !== undefined && "notCovered" in status ? [{ id, reason: status.notCovered }] : [];
    });
    expect(open.length).toBeGreaterThan(0);
    expect(report.notCovered).toEqual(open);
  });

  it("counts each recording once, by kind, strongest proof first", () => {
    expect(Object.entries(report.proof)).toEqual([
      ["live", 1],
      ["authored", 2],
    ]);
  });

  it("does not depend on the order of the results", () => {
    expect(buildReport([...results].reverse(), meta)).toEqual(report);
  });

  it("is ok when only warnings are left, and not so under strict", () => {
    const warned = results.filter((result) => result.case === "routing.unknown");
    expect(buildReport(warned, meta).ok).toBe(true);
    expect(buildReport(warned, { ...meta, strict: true })).toMatchObject({
      ok: false,
      totals: { failed: 1, warned: 0 },
    });
    expect(report.ok).toBe(false);
  });

  it("keeps of a passed result no checks, and of a failure the first failed ones", () => {
    const find = (id: string, mode: string) =>
      report.results.find((result) => result.case === id && result.mode === mode);
    expect(find("errors.status", "byok")).toEqual({
      case: "errors.status",
      area: "errors",
      provider: "deepinfra",
      api: "openai-chat",
      mode: "byok",
      outcome: "passed",
      held: 1,
      durationMs: 4,
    });
    expect(find("errors.status", "ptb")).toMatchObject({ held: 1, failed: [check()] });
    const many = Array.from({ length: 8 }, () => check());
    const red = buildReport([caseResult({ outcome: "failed", checks: many })], meta).results[0];
    expect(red).toMatchObject({ failed: many.slice(0, 5), moreFailed: 3, cause: 0 });
  });

  it("takes under 15 MB for a run of everything", () => {
    const whole = 23_274;
    const row = caseResult({ case: "errors.recorded.stream.before-content.again", durationMs: 1234 });
    const all = Array.from({ length: whole }, (_, index) => ({
      ...row,
      outcome: index % 3 === 0 ? ("not-applicable" as const) : ("passed" as const),
      reason: index % 3 === 0 ? "the provider has no endpoint that takes images and documents at once" : null,
      checks: Array.from({ length: 10 }, () => check({ ok: true })),
    }));
    const text = reportJson(buildReport(all, meta));
    expect(text.length).toBeLessThan(15_000_000);
    expect(JSON.parse(text).results).toHaveLength(whole);
  });

  it("fits its schema", () => {
    expect(ReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });
});

/** Like the formatter: a list of plain values on one line where it fits. */
function formatted(schema: object): string {
  const text = JSON.stringify(schema, null, 2);
  return `${text.replace(
    /^( *)(.*)\[\n([^[\]{}]*?)\n *\](,?)$/gm,
    (whole, indent: string, head: string, body: string, comma: string) => {
      const line = `${indent}${head}[${body
        .trim()
        .split(/,\n\s*/)
        .join(", ")}]${comma}`;
      return line.length > 110 ? whole : line;
    },
  )}\n`;
}

describe("report.schema.json", () => {
  it("is what the zod schema says (npx vitest -u writes it)", async () => {
    await expect(formatted(reportJsonSchema())).toMatchFileSnapshot("report.schema.json");
  });
});
