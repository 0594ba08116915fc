/** What a PostgreSQL server does for us with statements and transactions that hang. */
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPostgres } from "./postgres.ts";
import { prepared } from "./prepared.ts";
import { NO_POSTGRES, type PostgresServer, startPostgres } from "./testing/postgres-server.ts";

let server: PostgresServer | null = null;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(async () => server?.stop());

test("limits how long a statement runs and how long a transaction may be idle", async (context) => {
  if (!server) return context.skip(true, NO_POSTGRES);
  const db = openPostgres(await server.database(), () => {});
  const setting = async (name: string) => (await sql.raw(`show ${name}`).execute(db)).rows[0];
  expect(await setting("statement_timeout")).toEqual({ statement_timeout: "15s" });
  expect(await setting("idle_in_transaction_session_timeout")).toEqual({
    idle_in_transaction_session_timeout: "30s",
  });
  await db.destroy();
});

test("has the server plan once per connection what every request asks, and keep nothing else", async (context) => {
  if (!server) return context.skip(true, NO_POSTGRES);
  const db = openPostgres(await server.database(), () => {});
  const asked = prepared<{ x: bigint }, { x: bigint }>((place) =>
    sql<{ x: bigint }>`select cast(${place("x")} as bigint) as x`.compile(db),
  );
  await db.connection().execute(async (connection) => {
    for (const x of [1n, 2n, 3n]) expect((await asked(connection, { x })).rows).toEqual([{ x }]);
    for (const x of [1n, 2n]) await sql`select ${x}::bigint + 1 as y`.execute(connection);
    const { rows } = await sql<{ statement: string; runs: bigint }>`
      select statement, generic_plans + custom_plans as runs from pg_prepared_statements`.execute(connection);
    expect(rows).toEqual([{ statement: "select cast($1 as bigint) as x", runs: 3n }]);
  });
  await db.destroy();
});
