/**
 * `npm run merge`: the report of a whole run from those of its shares (`npm test -- --shard i/n`).
 * Exit codes: 0 ok, 1 the run is red, 2 wrong use.
 * @module
 */
import { Command } from "commander";
import { mergeShards } from "./lib/merge.ts";
import { EXIT, endWith } from "./lib/wrong-use.ts";

const EXAMPLES = `
Examples:
  npm test -- --shard 1/2 --report one      on one machine
  npm test -- --shard 2/2 --report two      on another
  npm run merge -- one two --report all     all/result.json, junit.xml, summary.md, badges and report.html

Exit codes: 0 ok, 1 the run is red, 2 wrong use.`;

const program = new Command("npm run merge --")
  .description("Puts the reports of all shares of a run together. Nothing is run.")
  .argument("<report...>", "the report directory of each share, or its shard.json")
  .option("--report <dir>", "where the files go", "report")
  .addHelpText("after", EXAMPLES)
  .exitOverride();

try {
  program.parse();
  const { text, ok } = mergeShards(program.args, program.opts<{ report: string }>().report);
  process.stdout.write(text);
  process.exitCode = ok ? EXIT.ok : EXIT.failures;
} catch (error) {
  endWith(error);
}
