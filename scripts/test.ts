/**
 * `npm test`: the whole suite, or the conformance cases of a provider, mode, area or id. The registry is checked first; what
 * takes long to load is loaded only when it is needed.
 * Exit codes: 0 ok, 1 failures, 2 wrong use.
 * @module
 */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { AREAS, MODES } from "../conformance/engine/case.ts";
import { API_IDS } from "../registry/apis/codec.ts";
import { nearest } from "../registry/routing/nearest.ts";
import { checkRegistry } from "./lib/check/check.ts";
import { typeProblems } from "./lib/check/types.ts";
import { swallowed, swallowedText } from "./lib/swallowed.ts";
import type { RawOptions } from "./lib/test-options.ts";
import { EXIT, endWith, WrongUse } from "./lib/wrong-use.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const complain = (line: string): boolean => process.stderr.write(`error: ${line}\n`);
/** Each folder is a provider; the registry itself is not loaded for a help text. */
const slugs = readdirSync(new URL("../registry/providers/", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith("_"))
  .map(({ name }) => name);

const EXAMPLES = `
Examples:
  npm test                                              everything
  npm test -- --provider deepinfra                      one provider, all its APIs, both modes
  npm test -- --provider vertex --api anthropic-messages   one of its APIs
  npm test -- --provider deepinfra,groq --mode byok --area errors
  npm test -- --case 'cost.*' --list                    what would run, and what it checks
  npm test -- --area errors,streaming --every 1         two areas, all generated combinations
  npm test -- --changed                                 only providers whose files differ from the last commit
  npm test -- --provider groq --watch                   at every saved file the cases that it concerns
  npm test -- --provider deepinfra --report out         writes out/result.json and out/junit.xml

Providers: ${slugs.join(", ")}
APIs:      ${API_IDS.join(", ")}
Modes:     ${MODES.join(", ")}
Areas:     ${AREAS.join(", ")}
Targets:   reference, reference-http, an http(s) address, or a file (docs/targets.md)

Exit codes: 0 ok, 1 failures, 2 wrong use.`;

const program = new Command("npm test --")
  .description("Runs the suite. With a filter, only the conformance cases that it selects.")
  .option("--provider <slug...>", "only these providers")
  .option("--api <api...>", "only these APIs of providers")
  .option("--mode <mode...>", "only these billing modes")
  .option("--area <area...>", "only these areas of requirements")
  .option("--case <id...>", "only these cases; an id that ends with . or * is a prefix")
  .option(
    "--target <target>",
    "the gateway under test: a name, an address or a descriptor file (default: reference)",
  )
  .option("--seed <n>", "seed of everything that is random in the cases")
  .option("--every <n>", "of many combinations try every n-th (default: 12; 1 tries all in every run)")
  .option("--shard <i/n>", "only the i-th of n shares of it; npm run merge puts the reports together")
  .option("--list", "print the plan and run nothing")
  .option("--owed", "what each of these providers still owes, and what settles it; run nothing")
  .option("--changed", "only providers whose files differ from the last commit")
  .option("--strict", "a failed SHOULD fails the run")
  .option("--report <dir>", "directory of result.json and junit.xml (default: report)")
  .option("--min-proof <level>", "fail below this proof level: live, imported, authored, derived or copied")
  .option("--stream <file>", "results as JSON Lines while they come")
  .option("-u, --update", "update snapshots")
  .option("--watch", "run what a saved file concerns, whenever one is saved")
  .addHelpText("after", EXAMPLES)
  .allowExcessArguments(true)
  .exitOverride();

/** So many problems are shown: the rest usually comes from the first ones. */
const SHOWN = 20;

/** Everything, or only what a filter selects? Types are compiled for everything: that takes as long as a small run. */
const isWhole = ({ provider, api, mode, area, case: ids, changed, list, owed, watch }: RawOptions): boolean =>
  [provider, api, mode, area, ids, changed, list, owed, watch].every((given) => given === undefined);

/** What must be repaired before anything can run. */
async function problems(raw: RawOptions): Promise<string[]> {
  const data = await checkRegistry(root);
  return data.length === 0 && isWhole(raw) ? typeProblems(root) : data;
}

/** @throws WrongUse where npm kept options for itself: without them everything would run */
function refuseSwallowed(): void {
  const lost = swallowed(
    process.env,
    program.options.flatMap(({ long }) => long ?? []),
  );
  if (lost.length > 0) throw new WrongUse(swallowedText(lost));
}

/** @throws WrongUse for words that belong to no option: most are providers */
function refuseWords(words: readonly string[]): void {
  const [word] = words;
  if (word === undefined) return;
  throw new WrongUse(
    `${JSON.stringify(word)} belongs to no option. One provider: npm test -- --provider ${nearest(word, slugs, 1)[0] ?? slugs[0]}; all options: npm test -- --help`,
  );
}

async function main(raw: RawOptions): Promise<number> {
  const found = await problems(raw);
  for (const line of found.slice(0, SHOWN)) complain(line);
  if (found.length > SHOWN) complain(`and ${found.length - SHOWN} more: npm run check`);
  if (found.length > 0) return EXIT.failures;
  const { isBrokenData, testCommand } = await import("./lib/test-command.ts");
  try {
    return await testCommand(raw, process.argv.slice(2));
  } catch (error) {
    if (!isBrokenData(error)) throw error;
    for (const line of error.message.split("\n")) complain(line);
    return EXIT.failures;
  }
}

try {
  refuseSwallowed();
  refuseWords(program.parse().args);
  process.exitCode = await main(program.opts<RawOptions>());
} catch (error) {
  endWith(error);
}
