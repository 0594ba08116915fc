/**
 * PostgreSQL, for more than one gateway process.
 * @module
 */
import {
  type PostgresCursor,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from "kysely";
import { Pool, type PoolClient, types } from "pg";
import type { Log } from "../parts.ts";
import type { Db } from "./database.ts";
import { openDirect } from "./direct.ts";
import { nameOfPrepared } from "./prepared.ts";

const CONNECTIONS = 10;
const CONNECT_MS = 10_000;
/** A process that hangs inside a transaction holds a wallet's row no longer than this. */
const STUCK_MS = 30_000;
/** The longest that a statement may run, by the server, and that its answer is waited for, by us. */
const STATEMENT_MS = 15_000;

/** 64-bit integers as `bigint`; everything else as the driver has it. */
const parsers: Pick<typeof types, "getTypeParser"> = {
  getTypeParser: ((oid: number, format?: "text") =>
    oid === types.builtins.INT8
      ? (text: string) => BigInt(text)
      : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
};

type Command = PostgresQueryResult<unknown>["command"];

/**
 * A connection on which the server keeps the plans of what every request asks: without a name it would read and plan each of
 * these statements each time.
 */
class PlanningOnce implements PostgresPoolClient {
  private readonly client: PoolClient;

  constructor(client: PoolClient) {
    this.client = client;
  }

  query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    asked: string | PostgresCursor<R>,
    values: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof asked !== "string") throw new TypeError("no rows are read by a cursor here");
    return this.run(asked, values);
  }

  private async run<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    const asked = { name: nameOfPrepared(text), text, values: [...values] };
    const { command, rowCount, rows } = await this.client.query(asked);
    return { command: command as Command, rowCount: rowCount ?? 0, rows: rows as R[] };
  }

  release(): void {
    this.client.release();
  }
}

/** The connections of a pool, each in its form for Kysely, which knows it again by that. */
function planningOnce(pool: Pool): PostgresPool {
  const known = new WeakMap<PoolClient, PlanningOnce>();
  return {
    connect: async () => {
      const client = await pool.connect();
      const planning = known.get(client) ?? new PlanningOnce(client);
      known.set(client, planning);
      return planning;
    },
    end: () => pool.end(),
  };
}

/**
 * A pool of connections; none is opened before the first query.
 * @param statementMs how long a statement may take; 0 for as long as it wants
 */
export function openPostgres(url: string, log: Log, statementMs: number = STATEMENT_MS): Db {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    idle_in_transaction_session_timeout: STUCK_MS,
    statement_timeout: statementMs,
    query_timeout: statementMs === 0 ? 0 : statementMs + 5_000,
    application_name: "llm-gateway",
    types: parsers,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on("error", (error) => log("warn", "database.connection-lost", { error: error.name }));
  return openDirect(new PostgresDialect({ pool: planningOnce(pool) }));
}
