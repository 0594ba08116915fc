/**
 * `npm run vault`: the encryption of callers' provider keys. Exit codes: 0 ok, 1 failures, 2 wrong use.
 * @module
 */
import { Command } from "commander";
import { onDatabase, say } from "./lib/database-command.ts";
import { EXIT, endWith } from "./lib/wrong-use.ts";

const program = new Command("npm run vault --")
  .description(
    "The encryption of provider keys in the database. DATABASE_URL and VAULT_SECRET as for npm start.",
  )
  .addHelpText(
    "after",
    `
To replace the secret: start every gateway with VAULT_SECRET=new,old; run rotate with the same; start every gateway
with the new one alone.

Examples:
  VAULT_SECRET=NEW,OLD npm run vault -- rotate
  npm run vault -- status`,
  )
  .exitOverride();

program
  .command("rotate")
  .description("encrypts every key under the first secret; gateways may run meanwhile")
  .action(() =>
    onDatabase(async ({ vault }) => {
      say(`rotated ${await vault.rotate()}`);
      return EXIT.ok;
    }),
  );

program
  .command("status")
  .description("how many keys are encrypted under which secret, by its id")
  .action(() =>
    onDatabase(async ({ vault }) => {
      for (const [id, count] of await vault.byKeyId()) say(`${count} under ${id ?? "no id (older form)"}`);
      return EXIT.ok;
    }),
  );

try {
  await program.parseAsync();
} catch (error) {
  endWith(error);
}
