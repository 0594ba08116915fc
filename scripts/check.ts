/**
 * `npm run check`: the registry's data and the types, before anything runs.
 * Exit codes: 0 ok, 1 problems, 2 wrong use.
 * @module
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { checkRegistry } from "./lib/check/check.ts";
import { typeProblems } from "./lib/check/types.ts";
import { EXIT, endWith } from "./lib/wrong-use.ts";

/** So many lines are shown: what follows usually comes from the first ones. */
const SHOWN = 30;

const program = new Command("npm run check --")
  .description(
    "Says what is wrong with the registry, one line each: file, entry, field, what was given, what is allowed, and the repair.",
  )
  .option("--no-types", "leave out the compiler")
  .option("--root <dir>", "the checkout to look at (default: this one)")
  .allowExcessArguments(false)
  .exitOverride();

try {
  program.parse();
  const { types, root } = program.opts<{ types: boolean; root?: string }>();
  const at = root === undefined ? fileURLToPath(new URL("..", import.meta.url)) : resolve(root);
  const data = await checkRegistry(at);
  // Wrong data rarely compiles: its own lines say it better.
  const problems = data.length > 0 || !types ? data : await typeProblems(at);
  for (const problem of problems.slice(0, SHOWN)) process.stderr.write(`error: ${problem}\n`);
  if (problems.length > SHOWN) process.stderr.write(`and ${problems.length - SHOWN} more\n`);
  process.exitCode = problems.length > 0 ? EXIT.failures : EXIT.ok;
} catch (error) {
  endWith(error);
}
