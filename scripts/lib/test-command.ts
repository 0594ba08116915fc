/**
 * What `npm test` does, once its options are read.
 * @module
 */
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { allCases } from "../../conformance/cases/index.ts";
import { AREAS, MODES } from "../../conformance/engine/case.ts";
import { buildPlan, type PlanItem } from "../../conformance/engine/plan.ts";
import { shardOf } from "../../conformance/engine/shard.ts";
import { ExpectationError } from "../../conformance/outcome/expected-failures.ts";
import { durationText, progressPlan } from "../../conformance/outcome/progress.ts";
import { RecordingError } from "../../conformance/recordings/problem.ts";
import { readRecordings } from "../../conformance/recordings/store.ts";
import { DescriptorError } from "../../conformance/targets/http/descriptor.ts";
import { DEFAULT_TARGET, describedTargets, isUrl, loadTarget } from "../../conformance/targets/load.ts";
import { PROVIDER_APIS } from "../../registry/apis/index.ts";
import { RegistryError } from "../../registry/index.ts";
import { providers } from "../../registry/providers/index.ts";
import { changedEntriesIn, changedFiles, changedProviders, endpointProvidersIn } from "./changed.ts";
import { renderPlan } from "./plan-list.ts";
import { lastTime, rememberTime } from "./run-times.ts";
import { commandText, runVitest, viewsCall, vitestCall } from "./run-vitest.ts";
import { filterText, isFiltered, parseOptions, type RawOptions, type TestOptions } from "./test-options.ts";
import { EXIT, WrongUse } from "./wrong-use.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const slugs = Object.keys(providers);
/** A descriptor is looked for where the command was called. */
const placedTarget = (target: string): string =>
  /\.json$|\//.test(target) && !isUrl(target) ? resolve(target) : target;
const say = (text: string): boolean => process.stdout.write(text);

/** The options narrowed to what changed; `null` if nothing did. */
function narrowed(options: TestOptions): TestOptions | null {
  const files = changedFiles(root);
  const facts = {
    providers: slugs,
    endpointProviders: endpointProvidersIn(root, slugs),
    changedEntries: changedEntriesIn(root),
  };
  const changed = changedProviders(files, facts);
  const wanted = changed.filter((slug) => options.filter.providers?.includes(slug) ?? true);
  if (wanted.length === 0) {
    const of = options.filter.providers === undefined ? "" : ` of ${options.filter.providers.join(", ")}`;
    say(`nothing${of} differs from the last commit that a case depends on (${files.length} changed files)\n`);
    return null;
  }
  say(`changed: ${wanted.join(", ")} (${files.length} changed files)\n`);
  // Shared code concerns every test, not only the cases.
  const everything = wanted.length === slugs.length && !isFiltered(options.filter);
  return everything ? options : { ...options, filter: { ...options.filter, providers: wanted } };
}

/** Runs what the options ask for; gives the exit code. @throws WrongUse */
export async function testCommand(raw: RawOptions, args: readonly string[]): Promise<number> {
  const cases = allCases.map(({ id }) => id);
  const known = {
    providers: slugs,
    apis: PROVIDER_APIS,
    modes: MODES,
    areas: AREAS,
    cases,
    targets: [DEFAULT_TARGET, ...describedTargets()],
  };
  const given = parseOptions(raw, known);
  // Vitest runs in the folder of the package, wherever this command was called.
  const absolute = (path: string | null): string | null => (path === null ? null : resolve(path));
  const placed = {
    ...given,
    report: absolute(given.report),
    stream: absolute(given.stream),
    target: placedTarget(given.target),
  };
  const options = given.changed ? narrowed(placed) : placed;
  if (options === null) return EXIT.ok;
  const { target } = options;
  const description = target === DEFAULT_TARGET ? undefined : (await loadTarget(target)).describe;
  const plan = shardOf(buildPlan(options.filter, description), options.shard);
  if (plan.length === 0) {
    throw new WrongUse(
      `nothing to run: no case is selected by ${filterText(options.filter)}. See what exists: npm test -- --list`,
    );
  }
  if (options.list) {
    say(renderPlan(plan));
    return EXIT.ok;
  }
  if (options.watch) {
    const { watchCommand } = await import("./watch/watch.ts");
    return watchCommand(options, root, commandText(args));
  }
  // What cannot be read is told here, once: to the plan it is enough that there is something.
  for (const { provider, api } of plan) readRecordings(provider, api);
  if (options.owed) {
    for (const slug of new Set(plan.map(({ provider }) => provider))) say(await owed(slug));
    return EXIT.ok;
  }
  const modes = MODES.filter((mode) => plan.some((item) => item.mode === mode));
  const progress = progressPlan(plan.map((item) => ({ ...item, area: item.case.area })));
  const call = vitestCall(options, commandText(args), { runs: plan.length, modes, progress });
  const whole = isFiltered(options.filter) ? filterText(options.filter) : "everything";
  const { shard } = options;
  const kind = shard === null ? whole : `${whole} --shard ${shard.index}/${shard.of}`;
  const times = join(root, "report", "times.json");
  const last = lastTime(times, kind);
  const time = last === null ? "" : `; the last run like this took ${durationText(last)}`;
  say(`${plan.length} runs of ${new Set(plan.map((item) => item.case.id)).size} cases${time}\n`);
  const startedAt = Date.now();
  // First the snapshots: some cases compare what runs with what they say.
  const updated = options.update && isFiltered(options.filter) ? await updateViews(plan) : EXIT.ok;
  const code = (await runVitest(call, root)) || updated;
  await writePage(options.report ?? join(root, "report"), startedAt);
  rememberTime(times, kind, Date.now() - startedAt);
  return code;
}

/** The snapshots of the providers that were asked for: a filter leaves their tests out of the run. */
function updateViews(plan: readonly PlanItem[]): Promise<number> {
  const slugs = [...new Set(plan.map(({ provider }) => provider))];
  return runVitest(viewsCall(slugs), root);
}

/** What a provider owes, by the last run as far as there was one. */
async function owed(slug: string): Promise<string> {
  const { checklistOf, owedText, providerOf } = await import("./checklist.ts");
  const { readReport } = await import("./report-command.ts");
  const last = join(root, "report", "result.json");
  const report = existsSync(last) ? readReport(last) : null;
  const today = new Date().toISOString().slice(0, 10);
  return owedText(slug, checklistOf(providerOf(slug), { root, report, today }));
}

/** The page about what has just run; none where the run brought no result. */
async function writePage(folder: string, startedAt: number): Promise<void> {
  const result = statSync(join(folder, "result.json"), { throwIfNoEntry: false });
  if (result === undefined || result.mtimeMs < startedAt) return;
  const { writeHtml } = await import("./report-command.ts");
  say(`page:   ${writeHtml(folder).path}\n`);
}

/** Data of ours that cannot be read: every line names file, field, given value and what is allowed. */
export const isBrokenData = (error: unknown): error is Error =>
  [RecordingError, RegistryError, ExpectationError, DescriptorError].some((kind) => error instanceof kind);
