/**
 * `npm run domains`: lists the domains that pass without a limit, and approves others. Exit codes: 0 ok, 1 not approved,
 * 2 wrong use.
 * @module
 */
import { Command } from "commander";
import { verifyDomain } from "../reference-gateway/passthrough/approvals.ts";
import { systemNetwork } from "../reference-gateway/passthrough/network.ts";
import { systemClock } from "../reference-gateway/server.ts";
import type { Stores } from "../reference-gateway/stores/stores.ts";
import { APPROVED_DOMAINS, parseTarget } from "../registry/domains/index.ts";
import { onDatabase, say } from "./lib/database-command.ts";
import { EXIT, endWith, WrongUse } from "./lib/wrong-use.ts";

/** A domain as the gateway compares it. @throws WrongUse for what no target could be */
function hostOf(domain: string): string {
  const parsed = parseTarget(`https://${domain}`, { ports: [443], loopback: false });
  if (parsed.ok) return parsed.target.host;
  throw new WrongUse(`"${domain}" is no domain that could be called: ${parsed.problem}`);
}

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

async function list({ approvals }: Stores): Promise<number> {
  for (const { domain, name } of APPROVED_DOMAINS) say(`${domain}\ttable\t${name}`);
  for (const { host, how, at, checkedAt } of await approvals.list())
    say(`${host}\t${how}\tsince ${day(at)}${how === "txt" ? `, record seen ${day(checkedAt)}` : ""}`);
  return EXIT.ok;
}

const program = new Command("npm run domains --")
  .description(
    "The domains that callers may name as targets without a limit. DATABASE_URL says which database.",
  )
  .addHelpText(
    "after",
    `
Examples:
  npm run domains -- list
  npm run domains -- approve llm.example.com
  npm run domains -- verify llm.example.com     looks for its TXT record (DOMAIN_TXT_RECORD)`,
  )
  .exitOverride();

program
  .command("list")
  .description("every approved domain and how it came to be one")
  .action(() => onDatabase(list));

program
  .command("approve <domain>")
  .description("approves a domain by the operator's word")
  .action((domain: string) => {
    const host = hostOf(domain);
    return onDatabase(async ({ approvals }) => {
      const now = systemClock.now();
      await approvals.put({ host, how: "operator", at: now, checkedAt: now });
      say(`${host} is approved`);
      return EXIT.ok;
    });
  });

program
  .command("verify <domain>")
  .description("approves a domain whose owner has set the TXT record; the gateway looks again every day")
  .action((domain: string) => {
    const host = hostOf(domain);
    return onDatabase(async ({ approvals }, { passthrough: { txtRecord } }) => {
      const { resolver } = systemNetwork();
      const parts = { approvals, resolver, clock: systemClock, text: txtRecord };
      const found = await verifyDomain(host, parts).catch(() => null);
      if (found?.verified) say(`${host} is approved by its TXT record`);
      else say(found ? found.problem : `the TXT records of ${host} could not be looked up; try again`);
      return found?.verified ? EXIT.ok : EXIT.failures;
    });
  });

try {
  await program.parseAsync();
} catch (error) {
  endWith(error);
}
