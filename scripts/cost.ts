/**
 * `npm run cost`: prices a usage exactly, with the tier it took and why.
 * Exit codes: 0 priced, 1 the usage cannot be priced, 2 wrong use.
 * @module
 */
import { Command, CommanderError } from "commander";
import { openRegistry } from "../registry/index.ts";
import { CannotPrice, costReport, costText, type RawCostOptions } from "./lib/cost.ts";
import { EXIT, WrongUse } from "./lib/wrong-use.ts";

const say = (text: string): boolean => process.stdout.write(text);
const complain = (line: string): boolean => process.stderr.write(`error: ${line}\n`);

const EXAMPLES = `
Examples:
  npm run cost -- --endpoint gpt-4o-mini:openai --usage '{"input":600,"cacheRead":400,"output":100}'
  npm run cost -- --endpoint gpt-5.4:openai --usage '{"input":300000,"output":1000}' --json
  npm run cost -- --endpoint gpt-oss-120b:groq --raw '{"prompt_tokens":336,"completion_tokens":96,"total_tokens":432}'

Classes of --usage are disjoint: a cached token is in cacheRead and not in input.

Exit codes: 0 priced, 1 the usage cannot be priced, 2 wrong use.`;

const program = new Command("npm run cost --")
  .description("Prices a usage at an endpoint, exactly, with the breakdown and the tier it took.")
  .requiredOption("--endpoint <id>", "the endpoint, as model:provider")
  .option("--usage <json>", "counts by class")
  .option("--raw <json>", "the usage object as the provider sends it")
  .option("--json", "print JSON; money as decimal strings in USD")
  .addHelpText("after", EXAMPLES)
  .allowExcessArguments(false)
  .exitOverride();

try {
  program.parse();
  const options = program.opts<RawCostOptions & { json?: boolean }>();
  const report = costReport(openRegistry(), options);
  say(options.json ? `${JSON.stringify(report, null, 2)}\n` : costText(report));
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.wrongUse;
  } else if (error instanceof WrongUse) {
    complain(error.message);
    process.exitCode = EXIT.wrongUse;
  } else if (error instanceof CannotPrice) {
    complain(error.message);
    process.exitCode = EXIT.failures;
  } else {
    throw error;
  }
}
