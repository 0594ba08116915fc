import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authDefects } from "../defects/auth.ts";
import { buildPlan } from "../engine/plan.ts";
import { runCase } from "../engine/runner.ts";
import { type RequirementId, requirementIds } from "../requirements/index.ts";
import { referenceTarget } from "../targets/reference.ts";
import { Upstream } from "../upstream/server.ts";
import { causesOf } from "./cause.ts";
import { renderConsole } from "./console.ts";
import { caseResult, check } from "./fixtures.ts";
import { lookAt, type Sources } from "./look.ts";
import { buildReport } from "./report.ts";
import type { CaseResult } from "./result.ts";
import { sourcesAt } from "./sources.ts";

const failed = (over: Partial<CaseResult>, ...checks: Parameters<typeof check>[0][]): CaseResult =>
  caseResult({ outcome: "failed", checks: checks.map((own) => check(own)), ...over });

/** A request that lacks its credential, as the runner reports it. */
const unsigned = (recording: string) => ({
  requirement: "AUT-01" as const,
  name: "upstream.request-as-recorded",
  expected: `"bearer" at /credential/authorization (deepinfra/${recording})`,
  seen: "null",
});

describe("the causes of failures", () => {
  it("are one for results with the same first difference, whatever failed after it", () => {
    const results = [
      failed({ case: "auth.provider.credential" }, unsigned("chat.basic"), { requirement: "RES-01" }),
      failed({ case: "errors.recorded.429", mode: "byok" }, unsigned("error.429")),
      failed({ case: "streaming.answer" }, unsigned("stream.basic"), { requirement: "STR-04" }),
      // A recording that nobody wrote for the host is named by its API too.
      failed({ case: "mapping.request.tools" }, unsigned("openai-chat/chat.tools")),
    ];
    expect(causesOf(results, false)).toMatchObject([
      { first: { case: "auth.provider.credential" }, requirements: ["AUT-01"], results: [{}, {}, {}, {}] },
    ]);
  });

  it("include what only says again that the same header is missing there, and nothing else", () => {
    const missing = {
      requirement: "SEC-01" as const,
      name: "stray.header-names",
      seen: '"content-type" at /1',
    };
    const echo = failed({ case: "security.a" }, { ...missing, expected: '"authorization" at /1' });
    const elsewhere = failed(
      { case: "security.b", provider: "groq" },
      { ...missing, expected: '"authorization" at /1' },
    );
    const other = failed({ case: "security.c" }, { ...missing, expected: '"x-stray" at /1' });
    const known = [
      failed({ case: "a" }, unsigned("chat.basic")),
      failed({ case: "b" }, unsigned("chat.basic")),
    ];
    const causes = causesOf([...known, echo, elsewhere, other], false);
    expect(causes.map(({ results }) => results.map((result) => result.case))).toEqual([
      ["a", "b", "security.a"],
      ["security.b"],
      ["security.c"],
    ]);
  });

  it("are apart where requirement, kind of check, expected or seen differ", () => {
    const variants: Parameters<typeof check>[0][] = [
      {},
      { requirement: "ERR-01" },
      { name: "type" },
      { expected: "503" },
      { seen: "502" },
    ];
    const results = variants.map((over, index) => failed({ case: `errors.n${index}` }, over));
    expect(causesOf(results, false)).toHaveLength(variants.length);
  });

  it("are of the check that fails the run, not of a SHOULD before it; warnings come last", () => {
    const should = { requirement: "RTE-08" as const };
    const causes = causesOf([failed({ case: "a" }, should), failed({ case: "b" }, should, {})], false);
    expect(causes.map(({ requirements, warning }) => [requirements, warning])).toEqual([
      [["ERR-02"], false],
      [["RTE-08"], true],
    ]);
  });

  it("stand for untested cases, unexpected passes and faults of the harness by their reason", () => {
    const reasons = ["no recording of chat.x", "no recording of chat.x", "no recording of chat.y"];
    const untested = reasons.map((reason, n) => caseResult({ case: `a.${n}`, outcome: "untested", reason }));
    expect(causesOf(untested, false).map(({ results }) => results.length)).toEqual([2, 1]);
    expect(causesOf([caseResult()], false)).toEqual([]);
  });
});

describe("the file to look at", () => {
  const real = sourcesAt();
  const looking = (result: CaseResult, running = ["deepinfra"], sources: Sources = real) =>
    causesOf([result], true).map((cause) => lookAt(cause, running, sources));

  it("exists for every requirement", () => {
    for (const requirement of requirementIds) {
      const [files = []] = looking(failed({}, { requirement }));
      expect(files.length, requirement).toBeGreaterThan(0);
      for (const { file } of files) expect(real.text(file), `${requirement}: ${file}`).not.toBeNull();
    }
  });

  it("is the line of the provider's class that the requirement is about, then the API's file", () => {
    const files = (requirement: RequirementId) => looking(failed({ provider: "azure" }, { requirement }))[0];
    const lineOf = (pattern: string) =>
      (real.text("registry/providers/azure/index.ts") ?? "")
        .split("\n")
        .findIndex((l) => l.includes(pattern)) + 1;
    expect(files("AUT-01")).toEqual([
      { file: "registry/providers/azure/index.ts", line: lineOf("authenticate(") },
    ]);
    expect(files("USE-01")).toMatchObject([
      { file: "registry/providers/azure/index.ts" },
      { file: "registry/apis/openai-chat/usage.ts" },
    ]);
  });

  it("is the API's file alone where many providers fail alike", () => {
    const results = ["deepinfra", "groq", "xai", "novita"].map((provider) =>
      failed({ provider }, { requirement: "USE-01" }),
    );
    const [cause] = causesOf(results, false);
    expect(cause && lookAt(cause, ["deepinfra", "groq", "xai", "novita"], real)).toEqual([
      { file: "registry/apis/openai-chat/usage.ts", line: null },
    ]);
  });

  it("is the endpoint that the check names", () => {
    const name = "deepseek-v4-flash:deepinfra.rates";
    const [files] = looking(failed({ area: "cost" }, { requirement: "CST-01", name }));
    const text = real.text("registry/authors/deepseek/deepseek-v4/endpoints.ts") ?? "";
    const line =
      text.split("\n").findIndex((own) => own.includes('"deepseek-v4-flash:deepinfra": chat({')) + 1;
    expect(files).toEqual([{ file: "registry/authors/deepseek/deepseek-v4/endpoints.ts", line }]);
  });

  it("is where a fault of the harness was thrown, and nothing where another gateway is under test", () => {
    const reason =
      "Error: boom\n    at run (/srv/app/node_modules/x.js:1:1)\n    at f (/srv/app/conformance/engine/runner.ts:12:3)";
    expect(looking(caseResult({ outcome: "harness-error", reason }))).toEqual([
      [{ file: "conformance/engine/runner.ts", line: 12 }],
    ]);
    expect(looking(failed({ target: "always-wrong" }))).toEqual([[]]);
  });
});

describe("a provider that sends its key in another header", () => {
  const upstream = new Upstream();
  beforeAll(() => upstream.listen());
  afterAll(() => upstream.close());

  it("is one cause in under 60 lines that names the provider's class", async () => {
    const defect = authDefects.find(({ id }) => id === "auth.wrong-header");
    const plan = buildPlan({
      providers: ["deepinfra"],
      cases: [
        "auth.provider.",
        "mapping.request.",
        "security.headers.",
        "usage.classes.chat.",
        "errors.recorded.4",
      ],
    }).filter(({ verdict }) => verdict.kind === "run");
    const target = referenceTarget(defect?.plant);
    const results: CaseResult[] = [];
    for (const item of plan)
      results.push(await runCase(item, { target, upstream, seed: 7, deadlineMs: 20_000, every: 50 }));
    const report = buildReport(results, {
      command: "npm test",
      seed: 7,
      strict: false,
      sources: sourcesAt(),
    });
    expect(report.causes).toMatchObject([
      { requirements: ["AUT-01"], look: [{ file: "registry/providers/deepinfra/index.ts" }] },
    ]);
    expect(report.causes[0]?.results).toBeGreaterThan(40);
    const text = renderConsole(report);
    expect(text.split("\n").length).toBeLessThan(60);
    expect(text).toMatch(/^ {4}look at {3}registry\/providers\/deepinfra\/index\.ts:\d+$/m);
    expect(text).toContain("; broken: AUT-01 (");
  });
});
