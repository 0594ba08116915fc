import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { caseResult, check } from "../../conformance/outcome/fixtures.ts";
import { ReportSchema } from "../../conformance/outcome/report-schema.ts";
import type { CaseResult } from "../../conformance/outcome/result.ts";
import { shardFile } from "../../conformance/outcome/shard-file.ts";
import { mergeShards } from "./merge.ts";
import { WrongUse } from "./wrong-use.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "merge-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const judged = {
  requests: 0,
  exercised: [],
  rules: 0,
  conversations: 0,
  sentWrongly: 0,
  refusedWrongly: 0,
};

/** Writes a share of two into a directory of its own. */
function share(index: number, results: readonly CaseResult[]): string {
  const path = join(folder, `share-${index}`);
  mkdirSync(path);
  const run = {
    command: `npm test -- --shard ${index}/2 --report share-${index}`,
    seed: 7,
    every: 1,
    strict: false,
    minProof: null,
    whole: null,
    targets: [],
    judged,
    suiteProof: { states: [], errors: 0 },
  };
  writeFileSync(join(path, "shard.json"), JSON.stringify(shardFile({ index, of: 2, ...run }, results)));
  return path;
}

test("writes the report of both shares, and is red where one of them is", () => {
  const red = caseResult({ case: "errors.table", outcome: "failed", checks: [check()] });
  const paths = [share(1, [caseResult()]), share(2, [red])];
  const { ok, text } = mergeShards(paths, join(folder, "all"));
  expect(ok).toBe(false);
  expect(text).toContain("errors.table");
  const report = ReportSchema.parse(JSON.parse(readFileSync(join(folder, "all/result.json"), "utf8")));
  expect(report.command).toBe("npm test");
  expect(report.totals).toMatchObject({ cases: 2, passed: 1, failed: 1 });
  for (const name of ["junit.xml", "summary.md", "report.html"])
    expect(readFileSync(join(folder, "all", name), "utf8")).not.toBe("");
});

test("refuses what is not there, what is no share, and shares that are not all of one run", () => {
  const first = share(1, [caseResult()]);
  const at = (...paths: string[]) => mergeShards(paths, join(folder, "all"));
  expect(() => at(join(folder, "none"))).toThrow(/there is no such file\. Run npm test -- --shard/);
  expect(() => at(first)).toThrow("these are not the shares of one run: of 2 shares these are given: 1.");
  writeFileSync(join(folder, "bad.json"), "{}");
  expect(() => at(first, join(folder, "bad.json"))).toThrow(WrongUse);
  writeFileSync(join(folder, "half.json"), '{"of":');
  expect(() => at(first, join(folder, "half.json"))).toThrow("is no JSON");
});
