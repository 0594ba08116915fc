/**
 * `npm run mapper`: prices the calls that wait for a price. Exit codes: 0 ok, 1 failures, 2 wrong use.
 * @module
 */
import { Command, CommanderError } from "commander";
import { readConfig } from "../reference-gateway/config.ts";
import { runMapper } from "../reference-gateway/mapper/run.ts";
import { loadCatalogue } from "../reference-gateway/mapper/source.ts";
import { openParts } from "../reference-gateway/server.ts";
import { providers } from "../registry/index.ts";
import { CatalogueError } from "../registry/mapper/catalogue.ts";
import { withStores } from "./lib/stores-command.ts";
import { EXIT } from "./lib/wrong-use.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

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

async function main(given: string | undefined): Promise<number> {
  return withStores(async () => {
    const config = readConfig(process.env, Object.values(providers));
    const source = given ?? config.passthrough.catalogue;
    const catalogue = source === null ? null : await loadCatalogue(source);
    for (const problem of catalogue?.problems ?? []) say(`not read: ${problem}`);
    const { parts, close } = await openParts({ ...config, logLevel: "error" }, () => {});
    try {
      const report = await runMapper({ ...parts, pending: parts.passthrough.pending }, catalogue);
      say(`priced ${report.priced}`);
      for (const [reason, count] of report.waiting) say(`waiting ${count}: ${reason}`);
      return EXIT.ok;
    } finally {
      await close();
    }
  }, CatalogueError);
}

try {
  program.parse();
  process.exitCode = await main(program.opts<{ catalogue?: string }>().catalogue);
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.wrongUse;
}
