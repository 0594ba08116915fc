/**
 * How PostgreSQL answers what the dashboard and the API ask of many records: by its indexes, and never by reading the
 * whole table (OBS-03). Asked of the planner, not of a watch.
 */
import type { KyselyPlugin, QueryId, RootOperationNode } from "kysely";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Db } from "../stores/database.ts";
import { migrate } from "../stores/migrations/index.ts";
import { openPostgres } from "../stores/postgres.ts";
import { LOG_QUESTIONS, makeRecords, OVERVIEW_QUESTIONS, TENANT } from "../stores/testing/many-records.ts";
import { NO_POSTGRES, type PostgresServer, startPostgres } from "../stores/testing/postgres-server.ts";
import type { Filter } from "./filter.ts";
import { sqlRequestLog } from "./sql-log.ts";

const ROWS = 60_000;
let server: PostgresServer | null = null;
let db: Db;
let client: Client | null = null;
beforeAll(async () => {
  server = await startPostgres();
  if (!server) return;
  const url = await server.database();
  db = openPostgres(url, () => {});
  await migrate(db);
  await makeRecords(db, ROWS);
  const connected = new Client({ connectionString: url });
  await connected.connect();
  client = connected;
}, 120_000);
afterAll(async () => {
  if (!server) return;
  await client?.end();
  await db.destroy();
  await server.stop();
});

interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  Plans?: PlanNode[];
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** The plans of every statement that a question takes. */
async function plansOf(ask: (typeof LOG_QUESTIONS)[string]): Promise<PlanNode[][]> {
  const asked: { node: RootOperationNode; queryId: QueryId }[] = [];
  const listening: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      asked.push({ node, queryId });
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  await ask(sqlRequestLog(db.withPlugin(listening)));
  const plans: PlanNode[][] = [];
  for (const { node, queryId } of asked) {
    const { sql, parameters } = db.getExecutor().compileQuery(node, queryId);
    if (!client) throw new Error("there is no connection");
    const { rows } = await client.query(`explain (format json) ${sql}`, [...parameters]);
    plans.push(nodesOf(rows[0]["QUERY PLAN"][0].Plan));
  }
  return plans;
}

test.each(Object.entries(LOG_QUESTIONS))("answers by indexes: %s", async (_name, ask) => {
  if (!server) return void expect(NO_POSTGRES).toContain("PostgreSQL");
  const plans = await plansOf(ask);
  expect(plans.length).toBeGreaterThan(0);
  // Tables that are empty here are read whole, whatever indexes there are.
  const big = plans.filter((nodes) => nodes.some((node) => node["Relation Name"] === "record"));
  expect(big.length).toBeGreaterThan(0);
  for (const nodes of big) {
    const whole = nodes.filter((node) => node["Node Type"].includes("Seq Scan"));
    expect(whole.filter((node) => node["Relation Name"] === "record")).toEqual([]);
    expect(nodes.some((node) => node["Index Name"] !== undefined)).toBe(true);
  }
});

test.each(Object.entries(OVERVIEW_QUESTIONS))("answers without reading a record: %s", async (_name, ask) => {
  if (!server) return void expect(NO_POSTGRES).toContain("PostgreSQL");
  const plans = await plansOf(ask);
  expect(plans.length).toBeGreaterThan(0);
  const tables = plans.flat().map((node) => node["Relation Name"]);
  expect(tables).toContain("record_sum");
  expect(tables).not.toContain("record");
});

test("keeps totals of many records that are those of reading them all", async () => {
  if (!server) return void expect(NO_POSTGRES).toContain("PostgreSQL");
  const log = sqlRequestLog(db);
  const all: Filter = { kind: "all" };
  // What joins conditions by `or` is never answered by totals that are kept.
  const read: Filter = { kind: "or", left: all, right: all };
  const totals = await log.totals(TENANT, all);
  expect(totals.requests).toBe(ROWS / 3);
  expect(totals).toEqual(await log.totals(TENANT, read));
  for (const group of ["model", "provider", "day"] as const)
    expect(await log.groups(TENANT, all, group)).toEqual(await log.groups(TENANT, read, group));
});

test("makes the same totals of many records at once as by adding up their changes", async () => {
  if (!server) return void expect(NO_POSTGRES).toContain("PostgreSQL");
  const tables = async (atOnce: boolean) => {
    const made = openPostgres((await server?.database()) ?? "", () => {});
    try {
      await migrate(made);
      await makeRecords(made, 3_000, { atOnce });
      const log = sqlRequestLog(made);
      return {
        records: await log.page(TENANT, { kind: "all" }, null, 20),
        sums: await made
          .selectFrom("record_sum")
          .selectAll()
          .orderBy("tenant_id")
          .orderBy("dimension")
          .orderBy("key")
          .execute(),
        spread: await made
          .selectFrom("record_spread")
          .selectAll()
          .orderBy("tenant_id")
          .orderBy("dimension")
          .orderBy("key")
          .orderBy("ms")
          .execute(),
      };
    } finally {
      await made.destroy();
    }
  };
  const added = await tables(false);
  expect(added.sums.length).toBeGreaterThan(100);
  expect(added.spread.length).toBeGreaterThan(5_000);
  expect(await tables(true)).toEqual(added);
});
