/**
 * `npm run corpus`: a directory of recorded traffic through the decoders, and what could not be explained.
 * Exit codes: 0 everything of a supported API understood, 1 something unexplained, 2 wrong use.
 * @module
 */
import { Command } from "commander";
import { DEFAULT_SEED, SeedSchema } from "../conformance/outcome/environment.ts";
import { openRegistry } from "../registry/index.ts";
import { ContractTally, calibrated, renderContracts } from "./lib/corpus/contracts.ts";
import { seededCuts } from "./lib/corpus/cuts.ts";
import { readCorpus } from "./lib/corpus/exchange.ts";
import { judgeExchange } from "./lib/corpus/judge.ts";
import { renderTally, Tally } from "./lib/corpus/tally.ts";
import { EXIT, endWith, WrongUse } from "./lib/wrong-use.ts";

const program = new Command("npm run corpus --")
  .description(
    "Runs recorded exchanges through decode, usage, price and errors; streams also under random cuts.\nReported are those whose own bytes are at fault: counts that contradict each other, answers without an end.\nRequests are held against the contracts: no recorded success may be refused, recorded refusals are where the request shows why.",
  )
  .argument("<path>", "a folder with *.jsonl, or one such file; one exchange a line")
  .option("--json", "print the result as JSON")
  .option("--seed <n>", "seed of the cuts and of the faults", String(DEFAULT_SEED))
  .addHelpText(
    "after",
    "\nExit codes: 0 all understood and no success refused, 1 something unexplained, 2 wrong use.",
  )
  .allowExcessArguments(false)
  .exitOverride();

async function main(path: string, { json, seed: given }: { json?: true; seed: string }): Promise<number> {
  const seed = SeedSchema.safeParse(given);
  if (!seed.success)
    throw new WrongUse(`--seed ${JSON.stringify(given)}: allowed is ${seed.error.issues[0]?.message}`);
  const registry = openRegistry();
  const tally = new Tally(seed.data);
  const cuts = seededCuts(seed.data);
  const contracts = new ContractTally(seed.data);
  for (const exchange of readCorpus(path)) {
    tally.add(exchange, await judgeExchange(exchange, registry, cuts));
    contracts.add(exchange);
  }
  const [report, held] = [tally.report(), contracts.report()];
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...report, contracts: held }, null, 2)}\n`
      : renderTally(report) + renderContracts(held),
  );
  return report.totals.unexplained === 0 && calibrated(held) ? EXIT.ok : EXIT.failures;
}

try {
  const parsed = program.parse();
  process.exitCode = await main(parsed.args[0] ?? "", parsed.opts());
} catch (error) {
  endWith(error);
}
