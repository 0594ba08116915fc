import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { providers } from "../../registry/index.ts";
import { WrongUse } from "../lib/wrong-use.ts";
import { FOLDERS, type Folder, mutated } from "./folders.ts";
import { type FolderScore, type Reason, readReasons, readScores, staleReasons } from "./kept.ts";
import { chosenFolders, concurrencyOf } from "./options.ts";
import { countsOf, leftOver, merged, ReportSchema, scoreOf, survivorsOf } from "./score.ts";
import { strykerOptions } from "./stryker.ts";
import { resultLine, scoresPage } from "./text.ts";

const FOLDER: Folder = { name: "tides", path: "registry/tides", aim: 90, tests: [] };

const SOURCE = "const a = 1;\nconst isHigh = (tide) =>\n  tide > 3;\n";
const mutant = (status: string, line: number, replacement: string) => ({
  id: `${status}${line}`,
  mutatorName: "EqualityOperator",
  status,
  replacement,
  location: { start: { line, column: 3 }, end: { line, column: 11 } },
});
const REPORT = ReportSchema.parse({
  schemaVersion: "1",
  files: {
    "registry/tides/high.ts": {
      source: SOURCE,
      mutants: [
        mutant("Survived", 3, "tide >= 3"),
        mutant("NoCoverage", 3, "tide <= 3"),
        mutant("Killed", 3, "false"),
        mutant("Timeout", 3, "true"),
        mutant("Ignored", 1, ""),
        mutant("RuntimeError", 1, ""),
      ],
    },
  },
});

const score: FolderScore = {
  date: "2026-01-02",
  aim: 90,
  score: scoreOf(countsOf(REPORT)),
  counts: countsOf(REPORT),
  survivors: survivorsOf(REPORT),
};

const reason: Reason = {
  file: "registry/tides/high.ts",
  mutator: "EqualityOperator",
  from: "tide > 3",
  to: "tide >= 3",
  within: "tide > 3;",
  reason: "no tide is exactly 3",
};

describe("a score", () => {
  test("is what was noticed of what was tried or never reached", () => {
    expect(score.counts).toEqual({ killed: 1, timeout: 1, survived: 1, uncovered: 1, static: 1, errors: 1 });
    expect(score.score).toBe(50);
  });

  test("is rounded down, so that no aim is reached by rounding", () => {
    expect(scoreOf({ killed: 8_999, timeout: 0, survived: 1_001, uncovered: 0, static: 0, errors: 0 })).toBe(
      89.9,
    );
  });

  test("of nothing is whole", () => {
    expect(scoreOf({ killed: 0, timeout: 0, survived: 0, uncovered: 0, static: 5, errors: 0 })).toBe(100);
  });

  test("comes with its survivors, named by their code", () => {
    expect(score.survivors).toEqual(
      [
        { ...reason, reason: undefined, line: 3, covered: true },
        { ...reason, reason: undefined, to: "tide <= 3", line: 3, covered: false },
      ].map(({ reason: _none, ...survivor }) => survivor),
    );
  });
});

describe("a reason", () => {
  test("is stale where its survivor is gone, in what was measured only", () => {
    const gone = { ...reason, to: "tide == 3" };
    expect(staleReasons({ tides: score }, [reason, gone], ["registry/tides"])).toEqual([gone]);
    expect(staleReasons({ tides: score }, [gone], ["registry/tide"])).toEqual([]);
  });

  test("stands beside its survivor, and every folder has its row", () => {
    const page = scoresPage([FOLDER, { ...FOLDER, name: "winds" }], { tides: score }, [reason]);
    expect(page).toContain("- 3: `tide > 3` → `tide >= 3`: no tide is exactly 3");
    expect(page).toContain("- 3: `tide > 3` → `tide <= 3`: no test reaches it");
    expect(page).toContain("| tides | 90 % | 50.0 % | 1 | 1 | 1 | 1 | 1 | 2 | 2026-01-02 |");
    expect(page).toContain("| winds | 90 % | not yet run |");
  });

  test("does not raise the score", () => {
    expect(resultLine("tides", score, [reason])).toBe(
      "tides: 50.0 % (aim 90 %), 2 survivors, 1 with a reason: BELOW THE AIM",
    );
  });
});

describe("options", () => {
  const names = (...given: string[]) => chosenFolders(given, FOLDERS).map(({ name }) => name);

  test("name folders, or all of which the name is the beginning, each once", () => {
    expect(names("usage,pricing", "usage")).toEqual(["usage", "pricing"]);
    expect(names("apis").length).toBeGreaterThan(1);
    expect(chosenFolders(undefined, FOLDERS)).toHaveLength(FOLDERS.length);
  });

  test("refuse what is none with the nearest", () => {
    expect(() => names("pricng")).toThrow(/unknown folder "pricng"\. Did you mean pricing/);
    expect(() => names("dialect")).toThrow(WrongUse);
    expect(() => concurrencyOf("0")).toThrow(/allowed is a number from 1 to 99/);
    expect(concurrencyOf("2")).toBe(2);
  });
});

describe("what is kept", () => {
  const root = process.cwd();

  test("can be read, and names folders that there are", () => {
    const known = FOLDERS.map(({ name }) => name);
    expect(Object.keys(readScores(root)).filter((name) => !known.includes(name))).toEqual([]);
  });

  test("has no reason without a survivor", () => {
    const scores = readScores(root);
    const measured = FOLDERS.filter(({ name }) => name in scores).map(({ path }) => path);
    expect(staleReasons(scores, readReasons(root), measured)).toEqual([]);
  });

  test("is of source that is there, and of providers that are", () => {
    expect(FOLDERS.filter(({ path }) => !existsSync(path))).toEqual([]);
    const killers = FOLDERS.flatMap(({ killers = [], others = [] }) => [...killers, ...others]);
    const slugs = killers.flatMap((one) => ("provider" in one ? [one.provider] : []));
    expect(killers.filter((one) => "tests" in one && !existsSync(one.tests))).toEqual([]);
    expect(slugs.filter((slug) => !(slug in providers))).toEqual([]);
  });
});

test("tests are not mutated, and a run keeps what it learnt for the next", () => {
  expect(mutated(FOLDER)).toContain("!registry/tides/**/*.test.ts");
  expect(mutated({ ...FOLDER, path: "registry/canonical/usage.ts" })).toEqual([
    "registry/canonical/usage.ts",
  ]);
  const folder = { ...FOLDER, name: "a/b" };
  const settings = { concurrency: 2, force: false };
  expect(strykerOptions(folder, "tests", ["a.ts"], settings)).toMatchObject({
    ...{ mutate: ["a.ts"], testRunner: "vitest", incremental: true },
    incrementalFile: "report/mutation/a-b.tests.incremental.json",
  });
  expect(strykerOptions(folder, "killers", ["a.ts"], settings)).toMatchObject({
    ...{ testRunner: "cases", plugins: [expect.stringMatching(/cases-runner\.ts$/)] },
    incrementalFile: "report/mutation/a-b.killers.incremental.json",
  });
});

describe("what the cases leave", () => {
  const [file] = Object.keys(REPORT.files);

  test("meets the tests: its code, in the way that StrykerJS counts", () => {
    expect(leftOver(REPORT)).toEqual([`${file}:3:2-3:10`]);
  });

  test("takes over what the tests found, and nothing else", () => {
    const again = ReportSchema.parse({
      schemaVersion: "1",
      files: {
        [String(file)]: {
          source: SOURCE,
          mutants: [
            mutant("Killed", 3, "tide >= 3"),
            mutant("Survived", 3, "tide <= 3"),
            // Killed before; only what was left was asked for.
            mutant("Survived", 3, "false"),
          ],
        },
      },
    });
    const both = merged(REPORT, again);
    expect(countsOf(both)).toEqual({
      killed: 2,
      timeout: 1,
      survived: 1,
      uncovered: 0,
      static: 1,
      errors: 1,
    });
    expect(survivorsOf(both)).toMatchObject([{ to: "tide <= 3", covered: true }]);
  });

  test("stays as it was where the tests never reach it", () => {
    const unreached = ReportSchema.parse({
      schemaVersion: "1",
      files: { [String(file)]: { source: SOURCE, mutants: [mutant("NoCoverage", 3, "tide >= 3")] } },
    });
    expect(merged(REPORT, unreached)).toEqual(REPORT);
  });
});
