/**
 * `npm run chaos`: storms of callers, failing providers and blows against a real gateway process; afterwards the books,
 * the records and the process must be as if nothing had happened.
 * @module
 */
import { Command } from "commander";
import { runCrowdRound } from "./chaos/crowd-round.ts";
import { runHostileRound } from "./chaos/hostile-round.ts";
import { runRound } from "./chaos/round.ts";
import { atLeastOne } from "./lib/at-least-one.ts";
import { EXIT, endWith } from "./lib/wrong-use.ts";

const program = new Command("npm run chaos --")
  .description(
    "Strikes a gateway while a crowd calls it, and checks that nothing was lost, kept or charged twice.",
  )
  .option("--seed <n>", "the first seed", atLeastOne, 1)
  .option("--rounds <n>", "how many seeds, one after another", atLeastOne, 5)
  .option("--calls <n>", "calls of a round", atLeastOne, 80)
  .option(
    "--hostile <n>",
    "hostile inputs of a round of their own, which strikes with nothing else",
    atLeastOne,
    1004,
  )
  .allowExcessArguments(false)
  .exitOverride()
  .addHelpText("after", "\nA longer run: --rounds 100 --calls 500. Exit code 1 where a rule was broken.");

interface Options {
  seed: number;
  rounds: number;
  calls: number;
  hostile: number;
}

/** Tells a round, and what it broke. @returns whether everything held */
function tell(told: string, problems: readonly string[]): boolean {
  process.stdout.write(`${problems.length === 0 ? "ok    " : "BROKEN"} ${told}\n`);
  for (const problem of problems.slice(0, 10)) process.stdout.write(`         ${problem}\n`);
  return problems.length === 0;
}

/** @returns whether everything held */
async function hostileRound(seed: number, count: number): Promise<boolean> {
  const { before, after, problems } = await runHostileRound(seed, count);
  const told = `seed ${seed}: ${count} hostile inputs, ${before} MiB before, ${after} MiB after`;
  return tell(told, problems);
}

/** @returns whether everything held */
async function crowdRound(): Promise<boolean> {
  const { peak, answered, refused, read, reset, endMs, problems } = await runCrowdRound();
  const large = `${answered} large bodies answered, ${refused} refused for now`;
  const told = `standing callers: ${large}, ${read} readers of the log heard, ${reset} reset, ${peak} MiB at most, ended in ${endMs} ms`;
  return tell(told, problems);
}

/** Runs the rounds one after another and tells each. @returns the exit code */
async function run({ seed, rounds, calls, hostile }: Options): Promise<number> {
  let broken = 0;
  for (let i = 0; i < rounds; i++) {
    const result = await runRound(seed + i, calls);
    const told = `seed ${result.seed}: ${result.calls} calls, ${result.answered} answered to the end, ${result.lost} records of uncharged ones lost to kills, ${result.blows.join(" ")}`;
    if (!tell(told, result.problems)) {
      broken += 1;
      process.stdout.write(
        `         again: npm run chaos -- --seed ${result.seed} --rounds 1 --calls ${calls}\n`,
      );
    }
  }
  if (!(await hostileRound(seed, hostile))) broken += 1;
  if (!(await crowdRound())) broken += 1;
  process.stdout.write(
    `${rounds} rounds, one of hostile inputs and one of standing callers, ${broken} broken\n`,
  );
  return broken === 0 ? EXIT.ok : EXIT.failures;
}

try {
  process.exitCode = await run(program.parse().opts<Options>());
} catch (error) {
  endWith(error);
}
