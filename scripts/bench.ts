/**
 * `npm run bench`: how long pricing one usage takes on this machine, beside a baseline measured in the same rounds.
 * @module
 */
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { openRegistry } from "../registry/index.ts";
import { benchText, measure } from "./lib/bench.ts";
import { floatBaseline, pricingSubjects } from "./lib/bench-pricing.ts";
import { EXIT } from "./lib/wrong-use.ts";

function atLeastOne(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError("allowed is a whole number from 1 up.");
  return value;
}

const program = new Command("npm run bench --")
  .description("Measures pricing: the middle of several rounds, in microseconds per usage.")
  .option("--rounds <n>", "rounds to take the middle of", atLeastOne, 15)
  .option("--runs <n>", "runs of each subject in a round", atLeastOne, 20_000)
  .option("--json", "print JSON")
  .allowExcessArguments(false)
  .exitOverride();

try {
  program.parse();
  const { rounds, runs, json } = program.opts<{ rounds: number; runs: number; json?: boolean }>();
  const now = () => performance.now();
  const found = measure(floatBaseline, pricingSubjects(openRegistry()), { rounds, runs, now });
  const text = json ? JSON.stringify(found, null, 2) : benchText(found);
  process.stdout.write(`${text}\n`);
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.wrongUse;
}
