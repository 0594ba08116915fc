/**
 * `npm run logs`: the last requests of a tenant, from the database of a gateway. Exit codes: 0 ok, 1 failures, 2 wrong use.
 * @module
 */
import { Command } from "commander";
import { type Filter, readFilter } from "../reference-gateway/records/filter.ts";
import { accessFields } from "../reference-gateway/telemetry/access.ts";
import { readableLine } from "../reference-gateway/telemetry/readable.ts";
import { onDatabase, say } from "./lib/database-command.ts";
import { EXIT, endWith, WrongUse } from "./lib/wrong-use.ts";

const MOST = 1000;

interface LogOptions {
  limit: string;
  provider?: string;
  failed?: true;
  json?: true;
}

/** The filter of the log that the options ask for. */
function filterOf({ provider, failed }: LogOptions): Filter {
  const condition = (name: string, value: string): Filter =>
    readFilter({ request_response_rmt: { [name]: { equals: value } } });
  const conditions = [
    ...(provider === undefined ? [] : [condition("provider", provider)]),
    ...(failed ? [condition("outcome", "failed")] : []),
  ];
  return conditions.reduce<Filter>((left, right) => ({ kind: "and", left, right }), { kind: "all" });
}

const program = new Command("npm run logs --")
  .description("Shows the last requests of a tenant, the newest last. DATABASE_URL says which database.")
  .argument("<tenant>", "whose requests")
  .option("--limit <n>", `how many, at most ${MOST}`, "20")
  .option("--provider <slug>", "only those that this provider served")
  .option("--failed", "only those that failed")
  .option("--json", "one JSON object a line")
  .exitOverride()
  .action((tenant: string, options: LogOptions) =>
    onDatabase(async ({ requestLog }) => {
      const limit = /^[1-9]\d{0,3}$/.test(options.limit) ? Number(options.limit) : 0;
      if (limit === 0 || limit > MOST)
        throw new WrongUse(`--limit ${JSON.stringify(options.limit)}: allowed is a number from 1 to ${MOST}`);
      const found = await requestLog.query(tenant, {
        filter: filterOf(options),
        sort: { field: "request_created_at", descending: true },
        offset: 0,
        limit,
      });
      for (const { record } of [...found].reverse()) {
        const time = new Date(record.startedAt).toISOString();
        const line = JSON.stringify({ time, event: "request", path: record.route, ...accessFields(record) });
        say(options.json ? line : readableLine(line, process.stdout.isTTY === true).trimEnd());
      }
      if (found.length === 0) say(`no request of ${tenant} fits`);
      return EXIT.ok;
    }),
  );

try {
  await program.parseAsync();
} catch (error) {
  endWith(error);
}
