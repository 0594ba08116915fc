import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { providers } from "../../registry/index.ts";
import { WrongUse } from "../lib/wrong-use.ts";
import { FOLDERS, type Folder, mutated } from "./folders.ts";
import { type FolderScore, readScores } from "./kept.ts";
import { chosenFolders, concurrencyOf } from "./options.ts";
import { needlessIn, type ReasonsOf, reasonsIn } from "./reasons.ts";
import { countsOf, leftOver, merged, ReportSchema, type Survivor, scoreOf, survivorsOf } from "./score.ts";
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

const survivor: Survivor = {
  file: "registry/tides/high.ts",
  line: 3,
  mutator: "EqualityOperator",
  from: "tide > 3",
  to: "tide >= 3",
  within: "tide > 3;",
  covered: true,
};

/** The same code with a reason. */
const EXCUSED = SOURCE.replace(
  /^(.*tide > 3)/m,
  "// Stryker disable next-line EqualityOperator,Regex: no tide is exactly 3\n$1",
);
const beside: ReasonsOf = (file) => (file === survivor.file ? reasonsIn(EXCUSED) : []);

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
    expect(score.survivors).toEqual([survivor, { ...survivor, to: "tide <= 3", covered: false }]);
  });
});

describe("a reason", () => {
  test("is read from before the line that it is for, over further comments", () => {
    expect(
      reasonsIn("// Stryker disable next-line Regex,ArrayDeclaration: why\n  // More.\n  a  = [];\n"),
    ).toEqual([{ line: 3, within: "a = [];", mutators: ["Regex", "ArrayDeclaration"], reason: "why" }]);
    expect(reasonsIn("  ? a\n  : // Stryker disable next-line Regex: why\n    b;\n")).toMatchObject([
      { within: "b;" },
    ]);
    expect(reasonsIn("// Stryker disable next-line Regex\na();\n")).toEqual([]);
  });

  test("is told where no mutant of its kind is left on its line", () => {
    const [file = ""] = Object.keys(REPORT.files);
    const made = (...mutants: object[]) =>
      ReportSchema.parse({ files: { [file]: { source: EXCUSED, mutants } } });
    const left = mutant("Survived", 4, "tide >= 3");
    const excused = { ...mutant("Ignored", 4, "tide >= 3"), statusReason: "no tide is exactly 3" };
    expect(needlessIn(made(left))).toEqual([`${file}:4: Regex`]);
    expect(needlessIn(made(excused))).toEqual([`${file}:4: Regex`]);
    expect(needlessIn(made(mutant("Killed", 4, "tide >= 3")))).toEqual([
      `${file}:4: EqualityOperator`,
      `${file}:4: Regex`,
    ]);
  });

  test("stands beside its survivor, and every folder has its row", () => {
    const only: ReasonsOf = (file) =>
      beside(file).filter(({ mutators }) => mutators.includes(survivor.mutator));
    const page = scoresPage([FOLDER, { ...FOLDER, name: "winds" }], { tides: score }, only);
    expect(page).toContain("- 3: `tide > 3` → `tide >= 3`: no tide is exactly 3");
    expect(page).toContain("| tides | 90 % | 50.0 % | 1 | 1 | 1 | 1 | 2 | 2 | 2026-01-02 |");
    expect(page).toContain("| winds | 90 % | not yet run |");
    expect(scoresPage([FOLDER], { tides: score }, () => [])).toContain(
      "- 3: `tide > 3` → `tide <= 3`: no test reaches it",
    );
  });

  test("does not raise the score: what StrykerJS leaves out for it counts as survived", () => {
    expect(resultLine("tides", score, beside)).toBe(
      "tides: 50.0 % (aim 90 %), 2 survivors, 2 with a reason: BELOW THE AIM",
    );
    const excused = { ...mutant("Ignored", 3, "tide >= 3"), statusReason: "no tide is exactly 3" };
    const atImport = {
      ...mutant("Ignored", 3, "tide <= 3"),
      statusReason: 'Static mutant (and "ignoreStatic" was enabled)',
    };
    const report = ReportSchema.parse({
      files: {
        [survivor.file]: { source: SOURCE, mutants: [excused, atImport, mutant("Killed", 3, "true")] },
      },
    });
    expect(countsOf(report)).toMatchObject({ killed: 1, survived: 1, static: 1 });
    expect(scoreOf(countsOf(report))).toBe(50);
    expect(survivorsOf(report)).toEqual([survivor]);
    expect(leftOver(report)).toEqual([]);
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

  test("leaves nothing out but one kind on one line, with a reason, in what is measured", () => {
    const files = ["registry", "reference-gateway"].flatMap((top) =>
      readdirSync(top, { recursive: true, encoding: "utf8" })
        .filter((path) => path.endsWith(".ts"))
        .map((path) => `${top}/${path}`),
    );
    const odd = files.flatMap((file) => {
      const source = readFileSync(file, "utf8");
      const words = source.match(/Stryker (?:disable|restore)/g)?.length ?? 0;
      const isMeasured = FOLDERS.some(({ path }) => file === path || file.startsWith(`${path}/`));
      return words === reasonsIn(source).length && (words === 0 || isMeasured) ? [] : [file];
    });
    expect(odd).toEqual([]);
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
    mutate: ["a.ts"],
    testRunner: "vitest",
    incremental: true,
    incrementalFile: "report/mutation/a-b.tests.incremental.json",
  });
  expect(strykerOptions(folder, "killers", ["a.ts"], settings)).toMatchObject({
    testRunner: "cases",
    plugins: [expect.stringMatching(/cases-runner\.ts$/)],
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
