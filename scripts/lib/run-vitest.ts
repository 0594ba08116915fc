/**
 * Runs vitest in a process of its own, so that nothing of the command's loader reaches the tests.
 * @module
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Mode } from "../../conformance/engine/case.ts";
import { tagsFilter } from "../../conformance/engine/tags.ts";
import type { ProgressPlan } from "../../conformance/outcome/progress.ts";
import { DEFAULT_TARGET } from "../../conformance/targets/load.ts";
import { bundled } from "./bundle.mjs";
import { type Filter, isFiltered, type TestOptions } from "./test-options.ts";
import { EXIT } from "./wrong-use.ts";

/** What vitest is called with. */
export interface VitestCall {
  args: string[];
  /** `undefined` unsets what the caller's environment may hold. */
  env: Record<string, string | undefined>;
}

/** @example "npm test -- --case 'cost.*'" */
export function commandText(args: readonly string[]): string {
  const quoted = args.map((arg) => (/^[\w.,:/=@-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`));
  return ["npm test", ...(quoted.length === 0 ? [] : ["--", ...quoted])].join(" ");
}

/** What the plan promises: how many results, and in which modes. */
export interface Planned {
  runs: number;
  modes: readonly Mode[];
  progress: ProgressPlan;
}

/** Only the files of modes that have something to run: vitest takes an empty file for a fault. */
function filterArgs(filter: Filter, { modes }: Planned): string[] {
  const tags = tagsFilter(filter);
  return [
    "--project",
    "conformance",
    ...modes.map((mode) => `conformance/suite.${mode}.test.mjs`),
    ...(tags === undefined ? [] : ["--tags-filter", tags]),
  ];
}

/** A run is for quick answers: of many combinations it tries every n-th, which ones by its seed, and says so. */
const SHARE = 12;

/** What was asked for; without it, a share of the combinations, but all those of a named case. */
export const everyOf = ({ every, filter }: TestOptions): number | undefined =>
  every ?? (filter.cases === undefined ? SHARE : undefined);

/** Without a filter all projects run; with one, only the conformance cases that it selects. */
export function vitestCall(options: TestOptions, command: string, planned: Planned): VitestCall {
  const { filter, seed, strict, report, update, target, shard } = options;
  // Another gateway is tried by the cases; what else is tested here is this repository.
  const casesOnly = isFiltered(filter) || target !== DEFAULT_TARGET;
  return {
    args: [
      "run",
      ...(casesOnly ? filterArgs(filter, planned) : []),
      // The cases are shared out one by one, all other tests file by file.
      ...(shard === null || casesOnly ? [] : [`--shard=${shard.index}/${shard.of}`]),
      ...(update ? ["--update"] : []),
    ],
    env: {
      CONFORMANCE_ONCE: "1",
      CONFORMANCE_COMMAND: command,
      // The tags would do, but what is not declared need not be skipped one by one.
      CONFORMANCE_CASES: filter.cases?.join(","),
      CONFORMANCE_PROVIDERS: filter.providers?.join(","),
      CONFORMANCE_APIS: filter.apis?.join(","),
      CONFORMANCE_MODES: filter.modes?.join(","),
      CONFORMANCE_TARGET: target === DEFAULT_TARGET ? undefined : target,
      CONFORMANCE_SEED: seed === null ? undefined : String(seed),
      CONFORMANCE_EVERY: everyOf(options)?.toString(),
      CONFORMANCE_SHARD: shard === null ? undefined : `${shard.index}/${shard.of}`,
      CONFORMANCE_STRICT: strict ? "1" : undefined,
      CONFORMANCE_REPORT: report ?? undefined,
      CONFORMANCE_MIN_PROOF: options.minProof ?? undefined,
      CONFORMANCE_STREAM: options.stream ?? undefined,
      CONFORMANCE_PLANNED: String(planned.runs),
      CONFORMANCE_PROGRESS: JSON.stringify(planned.progress),
    },
  };
}

/** Renews the snapshots of some providers, each a `describe` of its name. */
export function viewsCall(slugs: readonly string[]): VitestCall {
  const pattern = `^(${slugs.join("|")}) \\(REG-11\\)`;
  return {
    args: ["run", "--project", "suite", "conformance/views.test.ts", "-t", pattern, "--update"],
    env: { CONFORMANCE_ONCE: "1" },
  };
}

/** A log is no terminal: vitest would colour it wherever `CI` is set. FORCE_COLOR asks for it anyway. */
export function colorEnv(
  stream: { isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return stream.isTTY === true || (env.FORCE_COLOR ?? "") !== "" ? {} : { NO_COLOR: "1" };
}

const SUITE = "conformance/engine/suite.ts";
const CONFIG = "vitest.config.ts";

/**
 * Where vitest takes its settings and its processes the suite from: the bundle that this command runs from, or, where there
 * is none, the sources, which Vite has to compile first.
 */
async function fromBundle(root: string): Promise<VitestCall> {
  try {
    const { [SUITE]: suite, [CONFIG]: config } = await bundled(root, [SUITE, CONFIG]);
    return {
      args: ["--root", root, "--config", config, "--configLoader", "native"],
      env: { CONFORMANCE_SUITE: pathToFileURL(suite).href },
    };
  } catch {
    // The launcher said already why there is none.
    return { args: [], env: { CONFORMANCE_SUITE: undefined } };
  }
}

/** Runs vitest to its end; resolves to the exit code of the command. */
export async function runVitest({ args, env }: VitestCall, root: string): Promise<number> {
  const built = await fromBundle(root);
  const manifest = createRequire(import.meta.url).resolve("vitest/package.json");
  const child = spawn(process.execPath, [join(dirname(manifest), "vitest.mjs"), ...args, ...built.args], {
    cwd: root,
    env: { ...process.env, ...env, ...built.env, ...colorEnv(process.stdout, process.env) },
    // No stdin: a run in CI must never wait for a key.
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code === 0 ? EXIT.ok : EXIT.failures));
  });
}
