/**
 * `npm test -- --watch`: runs the cases that a saved file concerns, those first that say most, from a build that is kept
 * warm and in processes that wait for it.
 * @module
 */
import { performance } from "node:perf_hooks";
import { MODES, type Mode } from "../../../conformance/engine/case.ts";
import { DEFAULT_SEED } from "../../../conformance/outcome/environment.ts";
import { paintWith, wantsColor } from "../../../conformance/outcome/paint.ts";
import { failureLines } from "../../../conformance/outcome/progress.ts";
import { isRed } from "../../../conformance/outcome/red.ts";
import { type CaseResult, nameOf } from "../../../conformance/outcome/result.ts";
import { sourcesAt } from "../../../conformance/outcome/sources.ts";
import { rebuilt } from "../bundle.mjs";
import { everyOf } from "../run-vitest.ts";
import { filterText, isFiltered, type TestOptions } from "../test-options.ts";
import { EXIT } from "../wrong-use.ts";
import { type Concerned, concernedBy, Texts } from "./concern.ts";
import { type Built, Processes } from "./processes.ts";
import type { Planned, Report } from "./protocol.ts";
import { type Saved, watchSaves } from "./saves.ts";
import { firstText, redText, savedText, wholeText } from "./text.ts";

const PART = "scripts/lib/watch/part.ts";
const WORKER = "scripts/lib/watch/worker.ts";

const NOTHING: Planned = { red: 0, sample: 0, all: 0 };
const sum = (a: Planned, b: Planned): Planned => ({
  red: a.red + b.red,
  sample: a.sample + b.sample,
  all: a.all + b.all,
});

/** What one run came to so far. */
class Round {
  readonly results: CaseResult[] = [];
  /** Those of what goes first. */
  readonly early: CaseResult[] = [];
  planned = NOTHING;
  /** Red ones that came after what goes first. */
  late = 0;
  /** Modes that are through with what goes first, and with everything. */
  readonly first = new Set<Mode>();
  readonly done = new Set<Mode>();
}

class Watcher {
  /** The last result of each run, by its name. */
  private readonly last = new Map<string, CaseResult>();
  private readonly modes: readonly Mode[];
  private readonly processes: Processes;
  private readonly paint = paintWith(wantsColor(process.stdout, process.env));
  private readonly options: TestOptions;
  private readonly command: string;

  constructor(options: TestOptions, root: string, command: string) {
    this.options = options;
    this.command = command;
    this.modes = MODES.filter((mode) => options.filter.modes?.includes(mode) ?? true);
    this.processes = new Processes(root, this.modes);
  }

  prepare(built: Built): void {
    this.processes.prepare(built);
  }

  /** Runs what is concerned, or everything that was asked for; ends what still runs. */
  run(built: Built, at: number, concerned: Concerned | null): void {
    const round = new Round();
    const names = [...this.last]
      .filter(([, result]) => isRed(result, this.options.strict))
      .map(([name]) => name);
    const tookMs = Object.fromEntries([...this.last].map(([name, { durationMs }]) => [name, durationMs]));
    const task = {
      filter: this.options.filter,
      providers: concerned?.providers ?? null,
      areas: concerned?.areas ?? null,
      seed: this.options.seed ?? DEFAULT_SEED,
      every: everyOf(this.options) ?? 1,
      strict: this.options.strict,
      red: names,
      tookMs,
    };
    this.processes.run(
      built,
      (mode) => ({ ...task, mode, share: { index: this.modes.indexOf(mode), of: this.modes.length } }),
      (mode, said) => this.hear(round, mode, said, { built, at }),
    );
  }

  private hear(round: Round, mode: Mode, said: Report, { built, at }: { built: Built; at: number }): void {
    if ("planned" in said) round.planned = sum(round.planned, said.planned);
    if ("result" in said) {
      round.results.push(said.result);
      if (round.first.has(mode)) this.hearLate(round, said.result);
      else round.early.push(said.result);
      this.last.set(nameOf(said.result), said.result);
    }
    if ("problems" in said) {
      for (const problem of said.problems) this.problem(problem);
      // The other process would only find the same.
      this.processes.stop();
      this.processes.prepare(built);
    }
    if ("first" in said) round.first.add(mode);
    if ("done" in said) round.done.add(mode);
    if ("first" in said && this.isAll(round.first)) {
      this.verdict(round.early, round.planned, at, firstText);
      // The next run needs processes too; until now they would only have taken time from this one.
      this.processes.prepare(built);
    }
    if ("done" in said && this.isAll(round.done)) {
      this.verdict(round.results, round.planned, at, wholeText);
      this.processes.prepare(built);
    }
  }

  /** What goes first is told together; a failure of the rest when it comes. */
  private hearLate(round: Round, result: CaseResult): void {
    const { strict } = this.options;
    if (!isRed(result, strict)) return;
    round.late += 1;
    for (const line of failureLines(result, round.late, { strict, paint: this.paint })) this.say(line);
  }

  private isAll(modes: ReadonlySet<Mode>): boolean {
    return this.modes.every((mode) => modes.has(mode));
  }

  problem(line: string): void {
    this.say(`  ${this.paint("red", "error:")} ${line}`);
  }

  say(line: string): void {
    process.stdout.write(`${line}\n`);
  }

  private verdict(
    results: readonly CaseResult[],
    planned: Planned,
    at: number,
    textOf: typeof firstText,
  ): void {
    const { strict, seed } = this.options;
    const ms = performance.now() - at;
    const meta = { command: this.command, seed: seed ?? DEFAULT_SEED, strict, sources: sourcesAt() };
    for (const line of redText(results, meta, this.paint)) this.say(line);
    this.say(textOf({ results, planned, ms, strict, paint: this.paint }));
  }

  /** Ends what runs. */
  stop(): void {
    this.processes.stop();
  }

  /** Is anything red, as far as it ran? */
  get red(): boolean {
    return [...this.last.values()].some((result) => isRed(result, this.options.strict));
  }

  close(): void {
    this.processes.close();
  }
}

/** Watches until it is interrupted; gives the exit code: 1 where something was red the last time that it ran. */
export async function watchCommand(options: TestOptions, root: string, command: string): Promise<number> {
  const build = await rebuilt(root, [PART, WORKER]);
  const rebuild = async (): Promise<Built> => {
    const files = await build.rebuild();
    return { part: files[PART], worker: files[WORKER] };
  };
  const watcher = new Watcher(options, root, command);
  const texts = new Texts(root);
  const { providers: asked } = options.filter;

  const follow = async ({ files, at }: Saved): Promise<void> => {
    const concerned = concernedBy(files, root, texts);
    const wanted = concerned.providers.filter((slug) => asked?.includes(slug) ?? true);
    if (wanted.length === 0) {
      const of =
        concerned.providers.length === 0 ? "no case reads that" : `not among ${filterText(options.filter)}`;
      return watcher.say(
        `${savedText(files, concerned.providers.length === 0 ? ["nothing"] : concerned.providers, null)} (${of})`,
      );
    }
    watcher.say(savedText(files, wanted, concerned.areas));
    // It may still load files of the build before, which the next one removes.
    watcher.stop();
    try {
      watcher.run(await rebuild(), at, { ...concerned, providers: wanted });
    } catch (error) {
      watcher.problem(error instanceof Error ? error.message : String(error));
    }
  };

  const built = await rebuild();
  // One after the other: what is saved meanwhile waits for the build, not for the run.
  let turn = Promise.resolve();
  const close = watchSaves(root, (saved) => {
    turn = turn.then(() => follow(saved));
  });
  const what = isFiltered(options.filter) ? filterText(options.filter) : "everything";
  watcher.say(`watching ${what}: a saved file runs what it concerns; Ctrl-C ends`);
  if (isFiltered(options.filter)) watcher.run(built, performance.now(), null);
  else watcher.prepare(built);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  close();
  watcher.close();
  await turn;
  await build.dispose();
  return watcher.red ? EXIT.failures : EXIT.ok;
}
