/**
 * `npm run sync`: compares the registry with a price catalogue. Exit codes: 0 nothing unexplained, 1 differences, 2 wrong use.
 * @module
 */
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { createRegistry, registrySource } from "../registry/index.ts";
import { reverifyDay, stalePrices } from "../registry/lint/stale.ts";
import { CatalogueError } from "../registry/mapper/catalogue.ts";
import { pastLines, syncLines, syncReport, writeChanges } from "./lib/sync.ts";
import { readSource } from "./lib/sync-source.ts";
import { EXIT, endWith } from "./lib/wrong-use.ts";

interface Options {
  from: string;
  write?: true;
  past?: true;
  root: string;
  source?: string;
  date: string;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const program = new Command("npm run sync --")
  .description("Compares prices with a catalogue: what is new, gone or changed, and the money that it moves.")
  .requiredOption(
    "--from <source>",
    "models.dev's api.json as a file or https address, a checkout of it, or price rows as .jsonl",
  )
  .option("--write", "write changed prices into the endpoint files, and list what needs a person")
  .option("--past", "list every price that is past its day to be looked at again")
  .option("--root <dir>", "the checkout to write into", fileURLToPath(new URL("..", import.meta.url)))
  .option("--source <name>", "how evidence names the catalogue (default: what --from says)")
  .option("--date <day>", "first day of the new prices", new Date().toISOString().slice(0, 10))
  .addHelpText(
    "after",
    `
Differences that somebody has looked at stand in registry/sync/known.json with their reason, and are only counted.

Examples:
  npm run sync -- --from https://models.dev/api.json
  npm run sync -- --from ../models.dev --write --source models.dev@0123abcd
  npm run sync -- --from catalogue.json --write --date 2026-08-21`,
  )
  .allowExcessArguments(false)
  .exitOverride();

async function main({ from, write, past, root, source, date }: Options): Promise<number> {
  if (!DAY.test(date) || Number.isNaN(Date.parse(date))) {
    process.stderr.write(`--date ${date}: a day like 2026-08-21 is expected\n`);
    return EXIT.wrongUse;
  }
  try {
    const { catalogue, isWhole } = await readSource(from);
    const read = new Date().toISOString().slice(0, 10);
    const report = syncReport(createRegistry(registrySource), catalogue, { on: read, isWhole });
    for (const line of syncLines(report)) say(line);
    for (const line of pastLines(stalePrices(registrySource, read), past === true)) say(line);
    if (write) {
      const terms = { source: source ?? from, date, read, reverifyAfter: reverifyDay(read) };
      const { edited, left } = writeChanges(root, report.open, terms);
      for (const id of edited) say(`written  ${id}`);
      for (const line of left) say(`left     ${line}`);
      if (edited.length > 0) say("Next: npm run format && npm test, and look at the snapshots that changed.");
    }
    return report.open.length + report.stale.length > 0 ? EXIT.failures : EXIT.ok;
  } catch (thrown) {
    if (!(thrown instanceof CatalogueError)) throw thrown;
    process.stderr.write(`--from ${from}: ${thrown.message}\n`);
    return EXIT.wrongUse;
  }
}

try {
  program.parse();
  process.exitCode = await main(program.opts<Options>());
} catch (error) {
  endWith(error);
}
