/** Records of the first version get their columns, and new ones have theirs from the start. */
import { Migrator } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { memoryRecords, NO_LABELS, type RequestRecord } from "../../telemetry/record.ts";
import { counters } from "../counters/migration.ts";
import { openEmbedded } from "../embedded.ts";
import { sqlRecords } from "../sql-records.ts";
import { type TestFile, testFile } from "../testing/embedded.ts";
import { first } from "./0001-first.ts";
import { migrate } from "./index.ts";

let file: TestFile;
beforeEach(() => {
  file = testFile();
});
afterEach(() => file.end());

/** As the first version wrote it. */
const OLD = {
  id: "r1",
  tenantId: "acme",
  startedAt: 1_796_083_200_000,
  model: "gpt-4o-mini/openai",
  stream: true,
  outcome: "success",
  status: 200,
  error: null,
  served: {
    provider: "openai",
    endpoint: "gpt-4o-mini:openai",
    deployment: "default",
    mode: "ptb",
    upstreamRequestId: null,
  },
  attempts: [{ provider: "groq", mode: "ptb", status: 503, type: "overloaded_error", message: "busy" }],
  dropped: [],
  usage: { kind: "known", usage: { input: 7, cacheRead: 3, output: 2 }, raw: {} },
  cost: { amount: "1500", counted: "computed", computed: null, reported: null, problem: null },
  latencyMs: 12.5,
  firstTokenMs: 4,
};

test("records of the first version get their columns from their bodies, however often the step runs", async () => {
  const db = await openEmbedded(file.path, file.clock);
  const provider = { getMigrations: async () => ({ "0001-first": first, "0002-counters": counters }) };
  await new Migrator({ db, provider }).migrateToLatest();
  for (const id of ["r1", "r2"]) {
    await db
      .insertInto("record")
      .values({ tenant_id: "acme", id, started_at: 1n, body: JSON.stringify({ ...OLD, id }) } as never)
      .execute();
  }
  await migrate(db);
  await migrate(db);
  const row = await db.selectFrom("record").selectAll().where("id", "=", "r2").executeTakeFirstOrThrow();
  expect(row).toMatchObject({
    route: "",
    model: "gpt-4o-mini/openai",
    provider: "openai",
    mode: "ptb",
    stream: 1n,
    status: 200n,
    attempts: 2n,
    latency_ms: 13n,
    first_token_ms: 4n,
    cost: 1500n,
    cost_reported: null,
    unpriced: 0n,
    tokens_input: 7n,
    tokens_cache_read: 3n,
    tokens_output: 2n,
    tokens_reasoning: 0n,
    feedback: null,
    user_id: null,
  });
  expect(await sqlRecords(db).get("acme", "r1")).toMatchObject({ labels: NO_LABELS, cached: false });
  await db.destroy();
});

const record: RequestRecord = {
  id: "r1",
  tenantId: "acme",
  startedAt: 5,
  route: "passthrough",
  api: null,
  targetHost: "api.example.com",
  model: "m".repeat(2000),
  stream: false,
  labels: {
    userId: "user\u0000 \ud800",
    session: { id: "s", path: "/a", name: null },
    properties: { app: "docs", tier: "gold" },
  },
  outcome: "failed",
  status: 503,
  error: { type: "overloaded_error", code: "busy", message: "busy" },
  served: null,
  attempts: [],
  dropped: [],
  usage: { kind: "unknown" },
  cost: null,
  latencyMs: 1,
  firstTokenMs: null,
  cached: false,
};

test("a record's labels, target and error have columns, and unknown counts are null", async () => {
  const stores = await file.open();
  await stores.records.put(record);
  const row = await stores.db.selectFrom("record").selectAll().executeTakeFirstOrThrow();
  expect(row).toMatchObject({
    target_host: "api.example.com",
    model: "m".repeat(1024),
    user_id: "user\ufffd \ufffd",
    session_id: "s",
    session_path: "/a",
    session_name: null,
    error_code: "busy",
    tokens_input: null,
    cost: null,
    provider: null,
    attempts: 0n,
  });
  const properties = await stores.db.selectFrom("record_property").selectAll().orderBy("name").execute();
  expect(properties).toEqual([
    { tenant_id: "acme", record_id: "r1", name: "app", value: "docs", started_at: 5n },
    { tenant_id: "acme", record_id: "r1", name: "tier", value: "gold", started_at: 5n },
  ]);
});

test("a second record of the same id changes nothing, in memory too", async () => {
  const stores = await file.open();
  for (const records of [stores.records, memoryRecords()]) {
    expect(await records.put(record)).toBe(true);
    expect(await records.put({ ...record, status: 200 })).toBe(false);
    expect(await records.get("acme", "r1")).toMatchObject({ status: 503 });
  }
});
