/**
 * `npm run mapper`: prices the calls that wait for a price. Exit codes: 0 ok, 1 failures, 2 wrong use.
 * @module
 */
import { Command } from "commander";
import { runMapper } from "../reference-gateway/mapper/run.ts";
import { loadCatalogue } from "../reference-gateway/mapper/source.ts";
import { openRegistry } from "../registry/index.ts";
import { CatalogueError } from "../registry/mapper/catalogue.ts";
import { onDatabase, say } from "./lib/database-command.ts";
import { EXIT, endWith } from "./lib/wrong-use.ts";

const program = new Command("npm run mapper --")
  .description("Looks for the prices of calls whose model was unknown, and prices each of them once.")
  .option(
    "--catalogue <file|url>",
    "a price catalogue in the format of models.dev (default: MAPPER_CATALOGUE)",
  )
  .addHelpText(
    "after",
    `
Without a catalogue only models that the registry has learnt since are priced. What stays is listed with its reason.
DATABASE_URL says which database, as for npm start.

Examples:
  npm run mapper -- --catalogue ./catalogue.json
  DATABASE_URL=postgres://… npm run mapper -- --catalogue https://models.dev/api.json`,
  )
  .allowExcessArguments(false)
  .exitOverride();

async function main(given: string | undefined): Promise<void> {
  await onDatabase(async ({ records, pending }, { passthrough }) => {
    const source = given ?? passthrough.catalogue;
    const catalogue = source === null ? null : await loadCatalogue(source);
    for (const problem of catalogue?.problems ?? []) say(`not read: ${problem}`);
    const report = await runMapper({ registry: openRegistry(), records, pending, log: () => {} }, catalogue);
    say(`priced ${report.priced}`);
    for (const [reason, count] of report.waiting) say(`waiting ${count}: ${reason}`);
    return EXIT.ok;
  }, CatalogueError);
}

try {
  program.parse();
  await main(program.opts<{ catalogue?: string }>().catalogue);
} catch (error) {
  endWith(error);
}
