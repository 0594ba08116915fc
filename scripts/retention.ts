/**
 * `npm run retention`: removes stored bodies whose time is over. Exit codes: 0 ok, 1 failures, 2 wrong use.
 * @module
 */
import { Command } from "commander";
import { systemClock } from "../reference-gateway/server.ts";
import { onDatabase, say } from "./lib/database-command.ts";
import { EXIT, endWith } from "./lib/wrong-use.ts";

const program = new Command("npm run retention --")
  .description("Removes stored bodies of requests and answers whose time is over.")
  .addHelpText(
    "after",
    `
A server does the same once a day. How long bodies are kept is decided when they are stored (STORED_BODY_DAYS).
DATABASE_URL says which database, as for npm start.

Examples:
  npm run retention
  DATABASE_URL=postgres://… npm run retention`,
  )
  .allowExcessArguments(false)
  .exitOverride();

try {
  program.parse();
  await onDatabase(async ({ bodies }) => {
    say(`removed ${await bodies.purge(systemClock.now())}`);
    return EXIT.ok;
  });
} catch (error) {
  endWith(error);
}
