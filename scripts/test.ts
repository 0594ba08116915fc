/**
 * `npm test`: the whole suite, or the conformance cases of a provider, mode, area or id.
 * Exit codes: 0 ok, 1 failures, 2 wrong use.
 * @module
 */
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, CommanderError } from "commander";
import { allCases } from "../conformance/cases/index.ts";
import { AREAS, MODES } from "../conformance/engine/case.ts";
import { buildPlan } from "../conformance/engine/plan.ts";
import { ExpectationError } from "../conformance/outcome/expected-failures.ts";
import { durationText, progressPlan } from "../conformance/outcome/progress.ts";
import { RecordingError } from "../conformance/recordings/problem.ts";
import { UPSTREAM_APIS } from "../registry/apis/index.ts";
import { RegistryError } from "../registry/index.ts";
import { providers } from "../registry/providers/index.ts";
import { changedFiles, changedProviders, endpointProvidersIn } from "./lib/changed.ts";
import { renderPlan } from "./lib/plan-list.ts";
import { lastTime, rememberTime } from "./lib/run-times.ts";
import { commandText, runVitest, vitestCall } from "./lib/run-vitest.ts";
import {
  DEFAULT_TARGET,
  filterText,
  isFiltered,
  parseOptions,
  type RawOptions,
  type TestOptions,
} from "./lib/test-options.ts";
import { EXIT, WrongUse } from "./lib/wrong-use.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const slugs = Object.keys(providers);
const say = (text: string): boolean => process.stdout.write(text);
const complain = (line: string): boolean => process.stderr.write(`error: ${line}\n`);

const EXAMPLES = `
Examples:
  npm test                                              everything
  npm test -- --provider deepinfra                      one provider, all its APIs, both modes
  npm test -- --provider vertex --api anthropic-messages   one of its APIs
  npm test -- --provider deepinfra,groq --mode byok --area errors
  npm test -- --case 'cost.*' --list                    what would run, and what it checks
  npm test -- --area errors,streaming --every 1         two areas, all generated combinations
  npm test -- --changed                                 only providers whose files differ from the last commit
  npm test -- --provider deepinfra --report out         writes out/result.json and out/junit.xml

Providers: ${slugs.join(", ")}
APIs:      ${UPSTREAM_APIS.join(", ")}
Modes:     ${MODES.join(", ")}
Areas:     ${AREAS.join(", ")}

Exit codes: 0 ok, 1 failures, 2 wrong use.`;

const program = new Command("npm test --")
  .description("Runs the suite. With a filter, only the conformance cases that it selects.")
  .option("--provider <slug...>", "only these providers")
  .option("--api <api...>", "only these APIs of providers")
  .option("--mode <mode...>", "only these billing modes")
  .option("--area <area...>", "only these areas of requirements")
  .option("--case <id...>", "only these cases; an id that ends with . or * is a prefix")
  .option("--target <name>", "the gateway under test", DEFAULT_TARGET)
  .option("--seed <n>", "seed of everything that is random in the cases")
  .option("--every <n>", "try every n-th generated combination (default: 12 with a filter, else all)")
  .option("--list", "print the plan and run nothing")
  .option("--changed", "only providers whose files differ from the last commit")
  .option("--strict", "a failed SHOULD fails the run")
  .option("--report <dir>", "directory of result.json and junit.xml (default: report)")
  .option("--stream <file>", "results as JSON Lines while they come")
  .option("-u, --update", "update snapshots")
  .addHelpText("after", EXAMPLES)
  .allowExcessArguments(false)
  .exitOverride();

/** The options narrowed to what changed; `null` if nothing did. */
function narrowed(options: TestOptions): TestOptions | null {
  const files = changedFiles(root);
  const facts = { providers: slugs, endpointProviders: endpointProvidersIn(root, slugs) };
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

async function main(raw: RawOptions, args: readonly string[]): Promise<number> {
  const cases = allCases.map(({ id }) => id);
  const known = {
    providers: slugs,
    apis: UPSTREAM_APIS,
    modes: MODES,
    areas: AREAS,
    cases,
    targets: [DEFAULT_TARGET],
  };
  const given = parseOptions(raw, known);
  // Vitest runs in the folder of the package, wherever this command was called.
  const absolute = (path: string | null): string | null => (path === null ? null : resolve(path));
  const placed = { ...given, report: absolute(given.report), stream: absolute(given.stream) };
  const options = given.changed ? narrowed(placed) : placed;
  if (options === null) return EXIT.ok;
  const plan = buildPlan(options.filter);
  if (plan.length === 0) {
    throw new WrongUse(
      `nothing to run: no case is selected by ${filterText(options.filter)}. See what exists: npm test -- --list`,
    );
  }
  if (options.list) {
    say(renderPlan(plan));
    return EXIT.ok;
  }
  const modes = MODES.filter((mode) => plan.some((item) => item.mode === mode));
  const progress = progressPlan(plan.map((item) => ({ ...item, area: item.case.area })));
  const call = vitestCall(options, commandText(args), { runs: plan.length, modes, progress });
  const kind = isFiltered(options.filter) ? filterText(options.filter) : "everything";
  const times = join(root, "report", "times.json");
  const last = lastTime(times, kind);
  const time = last === null ? "" : `; the last run like this took ${durationText(last)}`;
  say(`${plan.length} runs of ${new Set(plan.map((item) => item.case.id)).size} cases${time}\n`);
  const startedAt = Date.now();
  const code = await runVitest(call, root);
  await writePage(options.report ?? join(root, "report"), startedAt);
  rememberTime(times, kind, Date.now() - startedAt);
  return code;
}

/** The page about what has just run; none where the run brought no result. */
async function writePage(folder: string, startedAt: number): Promise<void> {
  const result = statSync(join(folder, "result.json"), { throwIfNoEntry: false });
  if (result === undefined || result.mtimeMs < startedAt) return;
  const { writeHtml } = await import("./lib/report-command.ts");
  say(`page:   ${writeHtml(folder).path}\n`);
}

/** Data of ours that cannot be read: every line names file, field, given value and what is allowed. */
const isBrokenData = (error: unknown): error is Error =>
  error instanceof RecordingError || error instanceof RegistryError || error instanceof ExpectationError;

try {
  program.parse();
  process.exitCode = await main(program.opts<RawOptions>(), process.argv.slice(2));
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.wrongUse;
  } else if (error instanceof WrongUse) {
    complain(error.message);
    process.exitCode = EXIT.wrongUse;
  } else if (isBrokenData(error)) {
    for (const line of error.message.split("\n")) complain(line);
    process.exitCode = EXIT.failures;
  } else {
    throw error;
  }
}
