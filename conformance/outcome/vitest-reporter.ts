/**
 * The vitest reporter of this repository: vitest's own, without a line per case, then the conformance report.
 * @module
 */
import { appendFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DefaultReporter, type TestCase, type TestModule } from "vitest/node";
import type { TargetDescription } from "../targets/target.ts";
import type { JudgedSince } from "../upstream/judged.ts";
import { reportJson } from "./compact.ts";
import type { Whole } from "./conformity.ts";
import { renderConsole } from "./console.ts";
import { type RunEnvironment, runEnvironment } from "./environment.ts";
import { readGeneratedProof } from "./generated-proof.ts";
import { annotations, renderSummary } from "./github.ts";
import { paintWith, wantsColor } from "./paint.ts";
import { Progress } from "./progress.ts";
import { suiteProofOf } from "./proof-level.ts";
import { buildReport, type Judgement } from "./report.ts";
import { writeBelow, writeReport } from "./report-files.ts";
import type { Report } from "./report-schema.ts";
import type { CaseResult } from "./result.ts";
import { type ShardFile, type ShardJudgement, shardFile } from "./shard-file.ts";
import { sourcesAt } from "./sources.ts";
import { ResultStream } from "./stream.ts";
import { isExplained, unexplainedFailures } from "./unexplained.ts";

declare module "vitest" {
  interface TaskMeta {
    /** What the runner found out; set by the conformance suite on each of its tests. */
    conformance?: CaseResult;
    /** How much a run of everything has; beside each result. */
    whole?: Whole;
    /** The gateway under test, as it describes itself; beside each result. */
    target?: TargetDescription;
    /** What contracts were asked since the result before; beside each result. */
    contracts?: JudgedSince;
    /** What came of generated conversations; set by the test that generates them. */
    conversations?: Pick<Judgement, "conversations" | "sentWrongly" | "refusedWrongly">;
  }
}

/** The names that the end of a run tells; the rest is counted. */
const NAMED_AT_END = 20;

/** The last words of a run in which something failed that the conformance report does not show. */
function outsideText(others: readonly string[]): string {
  const named = others.slice(0, NAMED_AT_END).map((line) => `  ${line}`);
  const more = others.length > named.length ? [`  and ${others.length - named.length} more`] : [];
  const head = `outside the conformance cases: ${others.length} failures or errors, shown above`;
  return `${[head, ...named, ...more].join("\n")}\n`;
}

type RunEnd = Parameters<DefaultReporter["onTestRunEnd"]>;
type Files = Parameters<DefaultReporter["reportSummary"]>[0];
type Task = Files[number]["tasks"][number];

/** The results that tests left in their meta data. */
export function resultsOf(modules: readonly TestModule[]): CaseResult[] {
  return modules.flatMap((module) =>
    [...module.children.allTests()].flatMap((test) => test.meta().conformance ?? []),
  );
}

/** How much there was to run, as the tests say. */
function wholeOf(modules: readonly TestModule[]): Whole | null {
  for (const module of modules)
    for (const test of module.children.allTests()) {
      const { whole } = test.meta();
      if (whole !== undefined) return whole;
    }
  return null;
}

/** The gateways under test, each once. */
function targetsOf(modules: readonly TestModule[]): TargetDescription[] {
  const found = new Map<string, TargetDescription>();
  for (const module of modules)
    for (const test of module.children.allTests()) {
      const { target } = test.meta();
      if (target !== undefined) found.set(target.name, target);
    }
  return [...found.values()];
}

/** What contracts and conversations came to, over all tests. */
function judgedIn(modules: readonly TestModule[]): ShardJudgement {
  const metas = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.meta()));
  const asked = metas.flatMap(({ contracts = [] }) => contracts);
  const told = metas.flatMap(({ conversations = [] }) => conversations);
  const sum = (name: keyof (typeof told)[number]) => told.reduce((total, own) => total + own[name], 0);
  return {
    requests: asked.reduce((total, { requests }) => total + requests, 0),
    exercised: [...new Set(asked.flatMap(({ rules }) => rules))],
    rules: Math.max(0, ...asked.map(({ ofRules }) => ofRules)),
    conversations: sum("conversations"),
    sentWrongly: sum("sentWrongly"),
    refusedWrongly: sum("refusedWrongly"),
  };
}

/** The project whose tests are the conformance cases. */
const CASES_PROJECT = "conformance";
/** The project whose tests are the suite's own proof. */
const PROOF_PROJECT = "proof";

/** What the tests of the suite's own proof came to. */
function suiteProof(modules: readonly TestModule[]): ShardFile["suiteProof"] {
  const own = modules.filter(({ project }) => project.name === PROOF_PROJECT);
  const tests = own.flatMap((module) => [...module.children.allTests()]);
  const errors = own.reduce((sum, module) => sum + module.errors().length, 0);
  return { states: tests.map((test) => test.result().state), errors };
}

/** Prints, and writes the files of the report, once a run had at least one conformance result. */
export class ConformanceReporter extends DefaultReporter {
  readonly #environment: RunEnvironment;
  readonly #variables: Readonly<Record<string, string | undefined>>;
  #files: Files = [];
  #progress: Progress | null = null;
  #stream: ResultStream | null = null;

  /** Throws on a malformed `CONFORMANCE_…` variable. */
  constructor(env: Readonly<Record<string, string | undefined>> = process.env) {
    super();
    this.#variables = env;
    this.#environment = runEnvironment(env);
  }

  override onTestRunStart(...args: Parameters<DefaultReporter["onTestRunStart"]>): void {
    super.onTestRunStart(...args);
    const { progress, stream, strict, command, planned } = this.#environment;
    const paint = paintWith(wantsColor(process.stdout, process.env));
    this.#progress = progress && new Progress(progress, { strict, startedAt: performance.now(), paint });
    this.#stream =
      stream === null ? null : new ResultStream(resolve(this.ctx.config.root, stream), { command, planned });
  }

  override onTestCaseResult(test: TestCase): void {
    super.onTestCaseResult(test);
    const { conformance } = test.meta();
    if (conformance === undefined) return;
    this.#stream?.result(conformance);
    for (const line of this.#progress?.add(conformance, performance.now()) ?? []) this.log(line);
  }

  override onTestRunEnd(...[modules, errors, reason]: RunEnd): void {
    super.onTestRunEnd(modules, errors, reason);
    const results = resultsOf(modules);
    const { strict, planned } = this.#environment;
    if (results.length > 0) this.#report(results, modules, unexplainedFailures(modules, errors, strict));
    if (planned !== null && planned !== results.length) {
      this.error(
        `the plan has ${planned} runs of cases, but ${results.length} brought a result: the run fails\n`,
      );
      process.exitCode = 1;
    }
  }

  #report(results: readonly CaseResult[], modules: readonly TestModule[], others: readonly string[]): void {
    const { shard, command, seed, every, strict, minProof } = this.#environment;
    const targets = targetsOf(modules).map(({ name, identity, policies }) => ({ name, identity, policies }));
    const whole = wholeOf(modules);
    const judged = judgedIn(modules);
    const proof = suiteProof(modules);
    const proven = suiteProofOf(proof.states, proof.errors);
    const found = {
      whole,
      // A share has some of the proof's tests: only all of them together say that it stands.
      suiteProof: shard !== null && proven === "stands" ? ("not run" as const) : proven,
      judged: { ...judged, exercised: judged.exercised.length },
      sources: sourcesAt(),
      targets,
    };
    const folder = resolve(this.ctx.config.root, this.#environment.reportDirectory);
    const generatedProof = readGeneratedProof(folder);
    const report = buildReport(results, { ...this.#environment, ...found, generatedProof });
    writeReport(folder, report);
    if (shard !== null) {
      const share = { command, seed, every, strict, minProof, whole, targets, judged, suiteProof: proof };
      writeBelow(folder, "shard.json", reportJson(shardFile({ ...shard, ...share }, results)));
    }
    this.#stream?.end(report);
    this.log(renderConsole(report, { color: wantsColor(process.stdout, process.env) }));
    this.log(`report: ${this.#path("result.json")}, ${this.#path("junit.xml")}\n`);
    this.#tellGithub(report);
    if (others.length > 0) this.log(outsideText(others));
    // A red report never ends green, whatever the tests threw.
    if (!report.ok) process.exitCode = 1;
  }

  /** The files of cases are told by their areas. */
  protected override printTestModule(module: TestModule): void {
    const isTold = this.#progress !== null && module.project.name === CASES_PROJECT;
    if (!isTold || module.errors().length > 0) super.printTestModule(module);
  }

  protected override printTestCase(...[state, test]: Parameters<DefaultReporter["printTestCase"]>): void {
    if (test.result().state !== "failed" || isExplained(test, this.#environment.strict)) return;
    super.printTestCase(state, test);
  }

  /** Vitest's list of errors, without those that the conformance report explains. */
  override reportSummary(...[files, errors]: Parameters<DefaultReporter["reportSummary"]>): void {
    this.#files = files;
    super.reportSummary(
      files.map((file) => ({ ...file, tasks: this.#unexplained(file.tasks) })),
      errors,
    );
  }

  /** The counts are of all tests. */
  override reportTestSummary(...args: Parameters<DefaultReporter["reportTestSummary"]>): void {
    const [, errors, leaks] = args;
    super.reportTestSummary(this.#files, errors, leaks);
  }

  #unexplained(tasks: readonly Task[]): Task[] {
    return tasks.flatMap((task): Task[] => {
      if (task.type === "suite") return [{ ...task, tasks: this.#unexplained(task.tasks) }];
      const entity = this.ctx.state.getReportedEntity(task);
      return entity?.type === "test" && isExplained(entity, this.#environment.strict) ? [] : [task];
    });
  }

  /** On GitHub the summary stands on the page of the run, and each cause at its line. */
  #tellGithub(report: Report): void {
    const { GITHUB_ACTIONS: actions, GITHUB_STEP_SUMMARY: summary = "" } = this.#variables;
    if (summary !== "") appendFileSync(summary, renderSummary(report));
    if (actions === "true") for (const line of annotations(report)) this.log(line);
  }

  #path(name: string): string {
    return join(resolve(this.ctx.config.root, this.#environment.reportDirectory), name);
  }
}
