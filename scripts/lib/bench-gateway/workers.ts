/**
 * What a request costs the gateway and its database by one process and by two, and how far more of them would go. On two cores
 * that callers and stand-in share, the rate says little; the CPU for each request says what more cores would give.
 * @module
 */
import { cpus } from "node:os";
import { Client } from "pg";
import { measureLoad } from "./load.ts";
import { familyCpuOf, usageOf } from "./process-facts.ts";
import { middle } from "./run.ts";
import { openStandIn } from "./stand-in.ts";
import { gateway, PTB, type Started, type Subject } from "./subjects.ts";

export interface WorkersOptions {
  rounds: number;
  /** Of each subject in a round. */
  requests: number;
  connections: number;
  /** Each with a wallet of its own: requests of one tenant follow one another in its row. */
  tenants: number;
  /** A database on this machine, which is filled. */
  postgres: string;
  folder: string;
  tell(line: string): void;
}

export interface WorkersRow {
  database: "embedded" | "PostgreSQL";
  workers: number;
  perSecond: number;
  p50: number;
  p99: number;
  /** Of all processes of the gateway, for each request. */
  gatewayMicros: number;
  /** Of the database's own processes, for each request; `null` where it has none. */
  databaseMicros: number | null;
  /** Transactions and bytes of its log, for each request. */
  transactions: number | null;
  walBytes: number | null;
}

/** What the server tells of itself. */
interface ServerFacts {
  cpu: number;
  transactions: number;
  walBytes: number;
}

/** One connection to the server, for looking at it. */
async function openFacts(url: string): Promise<{ read(): Promise<ServerFacts>; close(): Promise<void> }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const one = async (query: string): Promise<number> => {
    const { rows } = await client.query<{ value: string | number }>(query);
    return Number(rows[0]?.value);
  };
  const pid = await one("select pg_backend_pid() as value");
  return {
    read: async () => {
      return {
        cpu: familyCpuOf(pid),
        transactions: await one(
          "select xact_commit as value from pg_stat_database where datname = current_database()",
        ),
        walBytes: await one("select wal_bytes as value from pg_stat_wal"),
      };
    },
    close: () => client.end(),
  };
}

const subjectsOf = ({ postgres, tenants }: WorkersOptions) =>
  (["PostgreSQL", "embedded"] as const).flatMap((database) =>
    [1, 2].map((workers) => {
      const name = `PTB, ${database}, ${workers === 1 ? "one process" : `${workers} processes`}`;
      const where = database === "embedded" ? "embedded" : postgres;
      const subject: Subject = gateway({ name, env: PTB, database: where, workers, tenants });
      return { database, workers, subject };
    }),
  );

type Measured = Omit<WorkersRow, "database" | "workers">;

/** One round of one subject. */
async function measureOnce(
  { origin, callFor, pid }: Started,
  { requests, connections, tenants }: WorkersOptions,
  read: (() => Promise<ServerFacts>) | null,
): Promise<Measured> {
  const [usage, facts] = [usageOf(pid), await read?.()];
  const found = await measureLoad({
    origin,
    call: (connection) => callFor("json", connection % tenants),
    kind: "json",
    connections,
    forMs: 0,
    requests,
  });
  const [usageAfter, factsAfter] = [usageOf(pid), await read?.()];
  const each = (before: number | undefined, after: number | undefined): number | null =>
    before === undefined || after === undefined ? null : (after - before) / found.requests;
  return {
    perSecond: found.perSecond,
    p50: found.p50,
    p99: found.p99,
    gatewayMicros: each(usage?.cpu, usageAfter?.cpu) ?? 0,
    databaseMicros: each(facts?.cpu, factsAfter?.cpu),
    transactions: each(facts?.transactions, factsAfter?.transactions),
    walBytes: each(facts?.walBytes, factsAfter?.walBytes),
  };
}

/** Linux only, since it reads what the system tells of processes. @throws Error where an answer is not the stand-in's */
export async function benchWorkers(options: WorkersOptions): Promise<WorkersRow[]> {
  if (process.platform !== "linux") throw new Error("this bench reads /proc, which Linux alone has");
  const standIn = await openStandIn();
  const running: { started: Started; rounds: Measured[]; of: ReturnType<typeof subjectsOf>[number] }[] = [];
  try {
    for (const of of subjectsOf(options))
      running.push({
        started: await of.subject.start(standIn.origin, { folder: options.folder, profiles: null }),
        rounds: [],
        of,
      });
    const facts = await openFacts(options.postgres);
    // One round to warm up: compiled code, open connections.
    for (let round = -1; round < options.rounds; round++)
      for (const { started, rounds, of } of running) {
        const read = of.database === "PostgreSQL" ? facts.read : null;
        const measured = await measureOnce(started, options, read);
        if (round >= 0) rounds.push(measured);
        const turn = round < 0 ? "to warm up" : `round ${round + 1} of ${options.rounds}`;
        options.tell(
          `${of.subject.name}, ${turn}: ${measured.perSecond.toFixed(0)}/s, ${measured.gatewayMicros.toFixed(0)} µs`,
        );
      }
    await facts.close();
    return running.map(({ of: { database, workers }, rounds }) => {
      const of = (pick: (one: Measured) => number | null): number | null =>
        rounds.some((one) => pick(one) === null) ? null : middle(rounds.map((one) => pick(one) ?? 0));
      return {
        database,
        workers,
        perSecond: of((one) => one.perSecond) ?? 0,
        p50: of((one) => one.p50) ?? 0,
        p99: of((one) => one.p99) ?? 0,
        gatewayMicros: of((one) => one.gatewayMicros) ?? 0,
        databaseMicros: of((one) => one.databaseMicros),
        transactions: of((one) => one.transactions),
        walBytes: of((one) => one.walBytes),
      };
    });
  } finally {
    for (const { started } of running) await started.stop();
    standIn.close();
  }
}

const A_SECOND = 1_000_000;

/** How far more processes would go: a core for each, until the database's are all taken. */
function modelLine({ gatewayMicros, databaseMicros }: WorkersRow): string {
  const alone = A_SECOND / gatewayMicros;
  if (databaseMicros === null || databaseMicros === 0) return "";
  const most = A_SECOND / databaseMicros;
  return `A process on a core of its own: ${alone.toFixed(0)} a second at most. A core of the database's: ${most.toFixed(0)}, which is what ${(most / alone).toFixed(1)} such processes ask for.`;
}

/** The result as a Markdown table, and what follows from it. */
export function workersText(rows: readonly WorkersRow[], options: WorkersOptions): string {
  const { requests, rounds, connections, tenants } = options;
  const shown = (value: number | null, digits = 0): string => (value === null ? "–" : value.toFixed(digits));
  const [one] = rows.filter(({ database, workers }) => database === "PostgreSQL" && workers === 1);
  return [
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.version}; ${rounds} rounds of ${requests} JSON requests in PTB, all in each; ${connections} connections, ${tenants} tenants.`,
    "",
    "| database | processes | per second | p50 ms | p99 ms | gateway's CPU µs | database's CPU µs | transactions | log bytes |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ...rows.map(
      (row) =>
        `| ${row.database} | ${row.workers} | ${shown(row.perSecond)} | ${shown(row.p50, 1)} | ${shown(row.p99, 1)} | ${shown(row.gatewayMicros)} | ${shown(row.databaseMicros)} | ${shown(row.transactions, 1)} | ${shown(row.walBytes)} |`,
    ),
    "",
    one ? modelLine(one) : "",
  ].join("\n");
}
