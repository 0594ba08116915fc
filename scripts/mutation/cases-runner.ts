/**
 * A StrykerJS test runner for the suite's cases: loaded once, each mutant is switched on and off in the running
 * process. A test framework would load everything anew for each mutant, which takes much longer than the cases.
 * @module
 */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { INSTRUMENTER_CONSTANTS, type MutantCoverage } from "@stryker-mutator/api/core";
import { PluginKind } from "@stryker-mutator/api/plugin";
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
} from "@stryker-mutator/api/test-runner";
import type { Killer } from "./killers.ts";

/** What mutated code reads and writes, under a global name. */
interface Switchboard {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: MutantCoverage;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

const globals = globalThis as unknown as Record<string, Switchboard | undefined>;
globals[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {};
const board = globals[INSTRUMENTER_CONSTANTS.NAMESPACE] as Switchboard;

export class CasesRunner implements TestRunner {
  readonly #open: () => Promise<readonly Killer[]>;
  #killers: readonly Killer[] = [];
  #runs = 0;
  #isSpent = false;

  constructor(open: () => Promise<readonly Killer[]>) {
    this.#open = open;
  }

  // Nothing has to be loaded anew: mutants of what runs at import are left out.
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    this.#killers = await this.#open();
  }

  async dryRun(): Promise<DryRunResult> {
    const tests: TestResult[] = [];
    for (const killer of this.#killers) {
      const { id } = killer;
      board.currentTestId = id;
      const startedAt = performance.now();
      const red = (await killer.verdict()) !== "green";
      const about = { id, name: id, timeSpentMs: performance.now() - startedAt };
      tests.push(
        red
          ? { ...about, status: TestStatus.Failed, failureMessage: "red without a mutant" }
          : { ...about, status: TestStatus.Success },
      );
    }
    board.currentTestId = undefined;
    const { mutantCoverage = { static: {}, perTest: {} } } = board;
    return { status: DryRunStatus.Complete, tests, mutantCoverage };
  }

  /** @throws Error when something that hung may still be running: StrykerJS then asks again, in a new process */
  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { testFilter, hitLimit } = options;
    if (this.#isSpent) throw new Error("what hung before may still be running");
    const met = this.#killers.filter(({ id }) => testFilter === undefined || testFilter.includes(id));
    Object.assign(board, { hitLimit, hitCount: hitLimit === undefined ? undefined : 0 });
    const killer = await this.#firstRed(met, options.activeMutant.id);
    const endless = determineHitLimitReached(board.hitCount, hitLimit);
    Object.assign(board, { hitLimit: undefined, hitCount: undefined });
    this.#runs++;
    if (killer) await this.#remember(killer);
    if (endless) return { status: MutantRunStatus.Timeout, reason: endless.reason ?? "endless" };
    const nrOfTests = met.length;
    return killer
      ? { status: MutantRunStatus.Killed, killedBy: [killer.id], failureMessage: killer.id, nrOfTests }
      : { status: MutantRunStatus.Survived, nrOfTests };
  }

  async #firstRed(killers: readonly Killer[], mutant: string): Promise<Killer | undefined> {
    board.activeMutant = mutant;
    try {
      for (const killer of killers) {
        const verdict = await killer.verdict();
        this.#isSpent ||= verdict === "hung";
        if (verdict !== "green") return killer;
      }
      return undefined;
    } finally {
      board.activeMutant = undefined;
    }
  }

  /**
   * What killed one mutant probably kills its neighbours: it comes first.
   * @throws Error when it stays red, since an earlier mutant has spoilt what the process remembers: StrykerJS then tries
   * this one again in a new process, where it can only be its own doing
   */
  async #remember(killer: Killer): Promise<void> {
    this.#killers = [killer, ...this.#killers.filter((one) => one !== killer)];
    if (this.#isSpent || this.#runs === 1) return;
    if ((await killer.verdict()) !== "green") throw new Error(`${killer.id} is red without a mutant`);
  }
}

/** The killers of the copy that has the mutants, which StrykerJS runs in; this file itself is not of that copy. */
async function killersHere(): Promise<readonly Killer[]> {
  // What a mutant lets fall where nobody awaits it must not end the process.
  for (const event of ["unhandledRejection", "uncaughtException"]) process.on(event, () => {});
  const { openKillers } = await import(pathToFileURL(resolve("scripts/mutation/killers.ts")).href);
  return openKillers(JSON.parse(process.env.MUTATE_KILLERS ?? "[]"));
}

export const strykerPlugins = [
  { kind: PluginKind.TestRunner, name: "cases", value: new CasesRunner(killersHere) },
];
