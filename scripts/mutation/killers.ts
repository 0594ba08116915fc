/**
 * What a mutant may meet in a running process (`npm run mutate`): unit tests, cases of some providers, and their
 * reviewed pages.
 * @module
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { register } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Area, Mode } from "../../conformance/engine/case.ts";
import { buildPlan, type PlanItem } from "../../conformance/engine/plan.ts";
import { runCase } from "../../conformance/engine/runner.ts";
import { DEFAULT_SEED } from "../../conformance/outcome/environment.ts";
import { judgeExpectation, loadExpectations } from "../../conformance/outcome/expected-failures.ts";
import { isRed } from "../../conformance/outcome/red.ts";
import { referenceTarget } from "../../conformance/targets/reference.ts";
import { Upstream } from "../../conformance/upstream/server.ts";
import { VIEWS } from "../../conformance/views/index.ts";
import { reviewedLines } from "../../conformance/views/snapshot.ts";
import { openRegistry } from "../../registry/index.ts";

/** Whose cases, of which areas and in which modes; all where none is named. */
export interface Cases {
  provider: string;
  areas?: readonly Area[];
  modes?: readonly Mode[];
}

/** The tests that lie in a folder. */
export interface UnitTests {
  tests: string;
}

export type Killers = Cases | UnitTests;

export type Verdict = "green" | "red" | "hung";

/** One thing that a mutant meets. */
export interface Killer {
  /** It ends with a digest of what it reads: changed, it is another one, and what it killed is tried again. */
  id: string;
  /** How it ends, now. What is hung is red too, and may still be running. */
  verdict(): Promise<Verdict>;
}

/** Every n-th generated combination: a mutant meets all cases that reach it. */
const SHARE = 12;

/** After this a gateway counts as hung, in milliseconds; many mutants hang, and each must cost as little as it can. */
const DEADLINE_MS = 2_000;

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A few letters that stand for all that these folders and files hold. */
function digestOf(...places: string[]): string {
  const hash = createHash("sha256");
  for (const place of places) {
    const found = readdirSync(join(root, place), { recursive: true, withFileTypes: true });
    for (const entry of found.filter((one) => one.isFile()).sort((a, b) => (a.name < b.name ? -1 : 1)))
      hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)));
  }
  return hash.digest("hex").slice(0, 8);
}

const willRun = ({ verdict }: PlanItem): boolean => verdict.kind === "run" || verdict.kind === "unsupported";

function caseKillers({ provider, areas = [], modes = [] }: Cases, upstream: Upstream): Killer[] {
  const target = referenceTarget();
  const expectations = loadExpectations();
  const recordings = digestOf(`recordings/${provider}`);
  const digests = new Map<Area, string>();
  return buildPlan({ providers: [provider], areas, modes })
    .filter(willRun)
    .map((item) => {
      const { id, area } = item.case;
      const cases = digests.get(area) ?? digestOf(`conformance/cases/${area}`);
      digests.set(area, cases);
      return {
        id: `${provider} ${id} [${item.mode}] ${recordings} ${cases}`,
        verdict: async () => {
          const settings = { target, upstream, seed: DEFAULT_SEED, deadlineMs: DEADLINE_MS, every: SHARE };
          const result = await runCase(item, settings);
          if (result.checks.some(({ ok, name }) => !ok && name === "answers-in-time")) return "hung";
          return isRed(judgeExpectation(result, expectations), false) ? "red" : "green";
        },
      };
    });
}

function pageKillers(slug: string): Killer[] {
  const registry = openRegistry();
  const provider = registry.provider(slug);
  if (!provider) throw new Error(`no provider "${slug}"`);
  const digest = digestOf(`snapshots/${slug}`);
  return Object.entries(VIEWS).map(([view, render]) => ({
    id: `${slug} ${view} ${digest}`,
    verdict: async () => {
      try {
        const isReviewed = (await render(registry, provider)) === reviewedLines(slug, view).join("\n");
        return isReviewed ? "green" : "red";
      } catch {
        // As in a test.
        return "red";
      }
    },
  }));
}

/** A test without an end is red, not hung: it waits for something, and what spins is stopped by counting. */
async function verdictOf(run: () => unknown): Promise<Verdict> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Verdict>((resolve) => {
    timer = setTimeout(() => resolve("red"), DEADLINE_MS);
  });
  const end = (async (): Promise<Verdict> => {
    try {
      await run();
      return "green";
    } catch {
      return "red";
    }
  })();
  try {
    return await Promise.race([end, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Where tests ask for vitest they get what lets them be called again. */
function replaceVitest(): void {
  const url = JSON.stringify(new URL("hot-vitest.ts", import.meta.url).href);
  const hook = `export const resolve = (specifier, context, next) =>
    specifier === "vitest" ? { url: ${url}, shortCircuit: true } : next(specifier, context);`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
}

/** What takes long by its nature is not called for each mutant; vitest runs it as it does the others. */
const isQuick = (name: string): boolean => name.endsWith(".test.ts") && !name.endsWith(".slow.test.ts");

async function unitKillers({ tests: folder }: UnitTests): Promise<Killer[]> {
  const { collect } = await import("./hot-vitest.ts");
  const digest = digestOf(folder);
  const files = readdirSync(join(root, folder)).filter(isQuick);
  const killers: Killer[] = [];
  for (const file of files) {
    await import(pathToFileURL(join(root, folder, file)).href);
    for (const { name, run } of collect())
      killers.push({ id: `${file} ${name} ${digest}`, verdict: () => verdictOf(run) });
  }
  return killers;
}

/** All that mutants meet. Where providers are among it, their upstream listens until the process ends. */
export async function openKillers(wanted: readonly Killers[]): Promise<Killer[]> {
  const units = wanted.filter((one) => "tests" in one);
  const cases = wanted.filter((one) => "provider" in one);
  if (units.length > 0) replaceVitest();
  const killers: Killer[] = [];
  for (const unit of units) killers.push(...(await unitKillers(unit)));
  const upstream = new Upstream();
  if (cases.length > 0) upstream.listen();
  const providers = new Set(cases.map(({ provider }) => provider));
  return [
    ...killers,
    ...[...providers].flatMap(pageKillers),
    ...cases.flatMap((one) => caseKillers(one, upstream)),
  ];
}
