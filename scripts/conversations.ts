/**
 * `npm run conversations`: generates conversations for every endpoint, and holds what would be sent to the contracts.
 * Exit codes: 0 nothing is wrong, 1 something is, 2 wrong use.
 * @module
 */
import { Command, InvalidArgumentError } from "commander";
import { contractRules } from "../conformance/contracts/index.ts";
import { sweepConversations } from "../conformance/oracle/accepted/run.ts";
import { createRegistry, registrySource } from "../registry/index.ts";
import { EXIT, endWith } from "./lib/wrong-use.ts";

/** Most conversations of one run: about an hour's work. */
const MAX_COUNT = 200_000;

const EXAMPLES = `
Examples:
  npm run conversations
  npm run conversations -- --count 2000 --seed 7

Exit codes: 0 nothing is wrong, 1 a request is refused or sent wrongly, 2 wrong use.`;

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1 || value > MAX_COUNT)
    throw new InvalidArgumentError(`a whole number from 1 to ${MAX_COUNT} is expected.`);
  return value;
}

function run(count: number, seed: number): boolean {
  const { wrong, reasons, ...tally } = sweepConversations(createRegistry(registrySource), {
    count,
    seed,
    told: (generated) => {
      if (generated % 1000 === 0) process.stderr.write(`  ${generated} of ${count}\n`);
    },
  });
  for (const { endpoint, client, finding, body } of wrong)
    process.stdout.write(
      `${endpoint}, asked through ${client}: ${JSON.stringify(finding)}\n  ${JSON.stringify(body)}\n`,
    );
  const violations = wrong.filter(({ finding }) => finding.kind === "violation").length;
  process.stdout.write(
    `contract rules ${contractRules().length}; reasons of refusals ${reasons.size}
conversations generated ${tally.generated}: sent ${tally.taken}, passed unchanged ${tally.own}, refused ${tally.refused}
violations ${violations}, false refusals ${wrong.length - violations}
`,
  );
  return wrong.length === 0;
}

const program = new Command("npm run conversations --")
  .description("Generates conversations for every endpoint and holds what would be sent to the contracts.")
  .option("--count <n>", "how many", whole, 20_000)
  .option("--seed <n>", "another seed, other conversations", whole, 20_261)
  .addHelpText("after", EXAMPLES)
  .exitOverride();

try {
  const { count, seed } = program.parse().opts<{ count: number; seed: number }>();
  process.exitCode = run(count, seed) ? EXIT.ok : EXIT.failures;
} catch (error) {
  endWith(error);
}
