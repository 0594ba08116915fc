/**
 * `npm run wallet`: wallets by the operator's hand. Exit codes: 0 ok, 1 failures, 2 wrong use.
 * @module
 */
import { Command } from "commander";
import { PaymentConflict } from "../reference-gateway/accounting/amount.ts";
import type { Wallet } from "../reference-gateway/parts.ts";
import { picoToUsd, usdToPico } from "../registry/pricing/money.ts";
import { onDatabase, say } from "./lib/database-command.ts";
import { EXIT, endWith, WrongUse } from "./lib/wrong-use.ts";

const program = new Command("npm run wallet --")
  .description("Shows, credits and suspends wallets. DATABASE_URL says which database.")
  .addHelpText(
    "after",
    `
Examples:
  npm run wallet -- show acme
  npm run wallet -- deposit acme 25.50 --payment invoice-7    again under the same payment: nothing more is credited
  npm run wallet -- suspend acme                              requests on the wallet get 402 wallet_suspended`,
  )
  .exitOverride();

async function show(wallet: Wallet, tenant: string): Promise<number> {
  const { available, reserved, charged, deposited } = await wallet.view(tenant);
  const suspended = await wallet.isSuspended(tenant);
  say(`${tenant}: ${picoToUsd(available)} USD available${suspended ? ", suspended" : ""}`);
  say(`deposited ${picoToUsd(deposited)}, charged ${picoToUsd(charged)}, reserved ${picoToUsd(reserved)}`);
  return EXIT.ok;
}

program
  .command("show <tenant>")
  .description("what a tenant has")
  .action((tenant: string) => onDatabase(({ wallet }) => show(wallet, tenant)));

program
  .command("deposit <tenant> <usd>")
  .description("credits a payment, once")
  .requiredOption("--payment <id>", "the payment's own id: 1 to 128 letters, digits and ._:-")
  .action((tenant: string, usd: string, { payment }: { payment: string }) =>
    onDatabase(async ({ wallet }) => {
      if (!/^\d{1,7}(\.\d{1,12})?$/.test(usd) || usdToPico(usd) === 0n)
        throw new WrongUse(
          `${JSON.stringify(usd)}: allowed are USD as a plain decimal above 0, for example 25.50`,
        );
      if (!/^[\w.:-]{1,128}$/.test(payment))
        throw new WrongUse("--payment: allowed are letters, digits and ._:-");
      try {
        const credited = await wallet.deposit(tenant, payment, usdToPico(usd));
        say(credited ? `credited ${usd} USD` : "nothing changed: this payment was credited before");
      } catch (thrown) {
        if (!(thrown instanceof RangeError)) throw thrown;
        say(
          thrown instanceof PaymentConflict
            ? "this payment was credited with another amount"
            : thrown.message,
        );
        return EXIT.failures;
      }
      return show(wallet, tenant);
    }),
  );

for (const [name, suspended] of [
  ["suspend", true],
  ["resume", false],
] as const) {
  program
    .command(`${name} <tenant>`)
    .description(suspended ? "nothing more is paid from the wallet" : "the wallet pays again")
    .action((tenant: string) =>
      onDatabase(async ({ wallet }) => {
        await wallet.suspend(tenant, suspended);
        return show(wallet, tenant);
      }),
    );
}

try {
  await program.parseAsync();
} catch (error) {
  endWith(error);
}
