/**
 * Runs StrykerJS over one folder in processes of its own; what it says goes to stderr, its report to a file. First come
 * cases, which are quick; what they leave meets the tests, and at last the cases of further providers.
 * @module
 */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Folder, mutated } from "./folders.ts";
import { leftOver, merged, type Report, ReportSchema } from "./score.ts";

export interface RunSettings {
  /** The repository. */
  root: string;
  /** How many mutants are tried at a time. */
  concurrency: number;
  /** Try all mutants again, also those whose code and tests did not change. */
  force: boolean;
}

/** Where the working files of the runs are; not kept in git. */
const PLACE = "report/mutation";

/** What tries the mutants, in this order: each gets what those before it have left. */
const PASSES = ["killers", "tests", "others"] as const;
type Pass = (typeof PASSES)[number];

const fileOf = (folder: Folder, pass: Pass, kind: string): string =>
  `${PLACE}/${folder.name.replaceAll("/", "-")}.${pass}.${kind}.json`;

const CASES_RUNNER = fileURLToPath(new URL("cases-runner.ts", import.meta.url));

const CASES = { testRunner: "cases", plugins: [CASES_RUNNER] };
const TESTS = {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "vitest.mutate.config.ts", related: false },
};

/** What StrykerJS is told. */
export function strykerOptions(
  folder: Folder,
  pass: Pass,
  mutate: readonly string[],
  { concurrency, force }: Omit<RunSettings, "root">,
) {
  return {
    mutate,
    ...(pass === "tests" ? TESTS : CASES),
    coverageAnalysis: "perTest",
    // What runs at import only is data: tests, snapshots and the linter of the registry watch it.
    ignoreStatic: true,
    concurrency,
    incremental: true,
    incrementalFile: fileOf(folder, pass, "incremental"),
    force,
    // A slow machine must not look like a killed mutant: endless loops are found by counting.
    timeoutMS: 30_000,
    ignorePatterns: ["/report", "/.git", "/data"],
    // StrykerJS would read it with an API that TypeScript 7 no longer has.
    tsconfigFile: "no-such-tsconfig.json",
    disableTypeChecks: false,
    reporters: ["json", process.stderr.isTTY ? "progress" : "progress-append-only"],
    jsonReporter: { fileName: fileOf(folder, pass, "report") },
    allowConsoleColors: false,
    thresholds: { high: 100, low: folder.aim, break: null },
  };
}

/** The runner of the cases is TypeScript, and all of StrykerJS's processes load it. */
const nodeOptions = (): string => [process.env.NODE_OPTIONS ?? "", "--import tsx"].join(" ").trim();

function start(args: readonly string[], root: string, folder: Folder, pass: Pass) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: {
      ...process.env,
      MUTATE_PATH: folder.path,
      ...(pass === "tests"
        ? { MUTATE_TESTS: JSON.stringify(folder.tests) }
        : { MUTATE_KILLERS: JSON.stringify(folder[pass]), NODE_OPTIONS: nodeOptions() }),
    },
    stdio: ["ignore", process.stderr, process.stderr],
  });
  return new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
}

async function runPass(
  folder: Folder,
  pass: Pass,
  mutate: readonly string[],
  settings: RunSettings,
): Promise<Report> {
  const { root } = settings;
  const config = join(root, fileOf(folder, pass, "config"));
  const report = join(root, fileOf(folder, pass, "report"));
  mkdirSync(dirname(config), { recursive: true });
  rmSync(report, { force: true });
  writeFileSync(config, JSON.stringify(strykerOptions(folder, pass, mutate, settings), null, 2));
  const manifest = createRequire(import.meta.url).resolve("@stryker-mutator/core/package.json");
  const args = [join(dirname(manifest), "bin/stryker.js"), "run", config];
  const code = await start(args, root, folder, pass);
  if (code !== 0) {
    throw new Error(
      `StrykerJS ended with ${code} in ${folder.name}; its words are above. Do the tests pass without it? npm test`,
    );
  }
  return ReportSchema.parse(JSON.parse(readFileSync(report, "utf8")));
}

/** Tries the mutants of a folder. @throws Error when there is no result: mostly tests that fail without a mutant */
export async function runStryker(folder: Folder, settings: RunSettings): Promise<Report> {
  let report: Report | null = null;
  for (const pass of PASSES) {
    const left: readonly string[] = report ? leftOver(report) : mutated(folder);
    if (!folder[pass]?.length || left.length === 0) continue;
    const found = await runPass(folder, pass, left, settings);
    report = report ? merged(report, found) : found;
  }
  if (!report) throw new Error(`${folder.name} has neither cases nor tests`);
  return report;
}
