import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ReportSchema } from "./report-schema.ts";
import { ShardFileSchema } from "./shard-file.ts";

const script = fileURLToPath(new URL("reporter-fixture/run.ts", import.meta.url));

interface Run {
  status: number | null;
  text: string;
  directory: string;
}

/** Runs the fixture's tests whose name matches, in a process of their own. */
function run(names: string, env: Record<string, string> = {}): Promise<Run> {
  const directory = mkdtempSync(join(tmpdir(), "reporter-"));
  const own = { PATH: process.env.PATH, NO_COLOR: "1", CONFORMANCE_REPORT: directory, CONFORMANCE_SEED: "7" };
  const child = spawn(process.execPath, ["--import", "tsx", script, names], { env: { ...own, ...env } });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, text, directory }));
  });
}

const times = (text: string, part: string): number => text.split(part).length - 1;

describe("the vitest reporter", () => {
  let all: Run;
  let passing: Run;
  let step = "";
  let streamed = "";

  beforeAll(async () => {
    const summary = join(mkdtempSync(join(tmpdir(), "summary-")), "step.md");
    writeFileSync(summary, "earlier\n");
    const github = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary };
    [all, passing] = await Promise.all([
      run("", github),
      run("a case that passes", {
        CONFORMANCE_PLANNED: "2",
        CONFORMANCE_SHARD: "2/3",
        CONFORMANCE_PROGRESS: '{"by":"area","totals":{"errors":1}}',
        CONFORMANCE_STREAM: join(dirname(summary), "stream.jsonl"),
      }),
    ]);
    step = readFileSync(summary, "utf8");
    streamed = readFileSync(join(dirname(summary), "stream.jsonl"), "utf8");
    rmSync(dirname(summary), { recursive: true });
    // A busy machine starts processes slowly.
  });
  afterAll(() => {
    for (const { directory } of [all, passing]) rmSync(directory, { recursive: true, force: true });
  });

  it("writes the results that the tests left, skipped ones included", () => {
    const report = ReportSchema.parse(JSON.parse(readFileSync(join(all.directory, "result.json"), "utf8")));
    expect(report).toMatchObject({
      seed: 7,
      ok: false,
      totals: { cases: 5, passed: 1, failed: 3, notApplicable: 1 },
    });
    expect(readFileSync(join(all.directory, "junit.xml"), "utf8")).toContain(
      '<testsuites name="conformance" tests="5"',
    );
  });

  it("prints the table and the failures, and does not tell them twice", () => {
    expect(all.text).toContain("deepinfra/openai-chat against reference");
    expect(times(all.text, "FAILED deepinfra/openai-chat ptb errors.fails")).toBe(1);
    expect(all.text).not.toContain("told by the report");
    expect(all.text).toContain(`report: ${join(all.directory, "result.json")}, `);
  });

  it("tells GitHub the causes, and adds the summary to that of earlier steps", () => {
    expect(all.text).toMatch(/^::error file=registry\/providers\/deepinfra\/index\.ts,line=\d+,title=/m);
    expect(passing.text).not.toContain("::error");
    const summary = readFileSync(join(all.directory, "summary.md"), "utf8");
    expect(summary).toContain("## Conformance: red");
    expect(step).toBe(`earlier\n${summary}`);
    const text = readFileSync(join(all.directory, "badges", "deepinfra.json"), "utf8");
    expect(JSON.parse(text)).toMatchObject({ message: "partly run" });
    expect(readFileSync(join(all.directory, "badges", "deepinfra.svg"), "utf8")).toContain(
      "partly run</text>",
    );
  });

  it("says how far it is, and streams each result as a line", () => {
    expect(passing.text).toMatch(/^ {2}errors +1 passed {2}1 of 1, \d+ s$/m);
    const lines = streamed.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { type: "start", planned: 2 },
      { type: "result", case: "errors.passes", outcome: "passed" },
      { type: "end", ok: true, totals: { passed: 1 } },
    ]);
  });

  it("writes what a share found out, and only for a share", () => {
    const text = readFileSync(join(passing.directory, "shard.json"), "utf8");
    expect(ShardFileSchema.parse(JSON.parse(text))).toMatchObject({
      index: 2,
      of: 3,
      seed: 7,
      results: [{ case: "errors.passes", outcome: "passed", failed: [] }],
    });
    expect(existsSync(join(all.directory, "shard.json"))).toBe(false);
  });

  it("does not hide what fails outside the cases", () => {
    expect(all.text).toContain("told by vitest: the hook");
    expect(all.text).toContain("expected 'told by vitest' to be 'another value'");
    expect(all.text).toContain("outside the conformance cases: 2 failures or errors");
    expect(all.text).toMatch(/^ {2}\S*tests\.ts > a test that is no case: expected 'told by vitest' to be /m);
    expect(all.text).toContain("tests.ts > a case whose hook fails too: told by vitest: the hook\n");
    expect(all.status).toBe(1);
  });

  it("fails a run that brings fewer results than the plan has", () => {
    expect(passing.text).toContain("the plan has 2 runs of cases, but 1 brought a result: the run fails");
    expect(passing.status).toBe(1);
  });
});
