/**
 * `npm run chaos`: storms of callers, failing providers and blows against a real gateway process; afterwards the books,
 * the records and the process must be as if nothing had happened.
 * @module
 */
import { Command, InvalidArgumentError } from "commander";
import { runRound } from "./chaos/round.ts";

/** @throws InvalidArgumentError for what is no number of rounds, calls or a seed */
function count(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError("allowed is a whole number from 1 up.");
  return Number(text);
}

const program = new Command("npm run chaos --")
  .description(
    "Strikes a gateway while a crowd calls it, and checks that nothing was lost, kept or charged twice.",
  )
  .option("--seed <n>", "the first seed", count, 1)
  .option("--rounds <n>", "how many seeds, one after another", count, 5)
  .option("--calls <n>", "calls of a round", count, 80)
  .addHelpText("after", "\nA longer lane: --rounds 100 --calls 500. Exit code 1 where a rule was broken.");

const { seed, rounds, calls } = program.parse().opts<{ seed: number; rounds: number; calls: number }>();
let broken = 0;
for (let i = 0; i < rounds; i++) {
  const result = await runRound(seed + i, calls);
  const told = `seed ${result.seed}: ${result.calls} calls, ${result.answered} answered to the end, ${result.blows.join(" ")}`;
  process.stdout.write(`${result.problems.length === 0 ? "ok    " : "BROKEN"} ${told}\n`);
  for (const problem of result.problems.slice(0, 10)) process.stdout.write(`         ${problem}\n`);
  if (result.problems.length > 0) {
    broken += 1;
    process.stdout.write(
      `         again: npm run chaos -- --seed ${result.seed} --rounds 1 --calls ${calls}\n`,
    );
  }
}
process.stdout.write(`${rounds} rounds, ${broken} broken\n`);
process.exitCode = broken === 0 ? 0 : 1;
