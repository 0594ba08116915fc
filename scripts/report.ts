/**
 * `npm run report`: the page about a run, from its `result.json`; nothing is run.
 * Exit codes: 0 ok, 2 wrong use.
 * @module
 */
import { Command } from "commander";
import { writeHtml } from "./lib/report-command.ts";
import { endWith } from "./lib/wrong-use.ts";

const EXAMPLES = `
Examples:
  npm run report                                      report/result.json → report/report.html
  npm run report -- out/result.json --compare report/result.json
                                                      what turned red, green or slower since the earlier run

Exit codes: 0 ok, 2 wrong use.`;

const program = new Command("npm run report --")
  .description("Writes report.html, one file that opens without a server, from the result of a run.")
  .argument("[result]", "a result.json, or the directory that has one", "report")
  .option("--compare <result>", "an earlier result.json, or its directory")
  .option("--out <file>", "the page (default: report.html beside the result)")
  .addHelpText("after", EXAMPLES)
  .exitOverride();

try {
  program.parse();
  const [result = "report"] = program.processedArgs as [string];
  const { path, bytes } = writeHtml(result, program.opts<{ compare?: string; out?: string }>());
  process.stdout.write(`${path} (${Math.ceil(bytes / 1000)} kB)\n`);
} catch (error) {
  endWith(error);
}
