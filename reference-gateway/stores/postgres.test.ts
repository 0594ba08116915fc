/** What a PostgreSQL server does for us with statements and transactions that hang. */
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPostgres } from "./postgres.ts";
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
