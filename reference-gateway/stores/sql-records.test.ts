import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRegistry, registrySource } from "../../registry/index.ts";
import { NO_LABELS, type RequestRecord } from "../telemetry/record.ts";
import { openEmbedded } from "./embedded.ts";
import { openStores } from "./stores.ts";
import { steppedClock } from "./testing/clock.ts";
import { type TestFile, testFile } from "./testing/embedded.ts";

let file: TestFile;
beforeEach(() => {
  file = testFile();
});
afterEach(() => file.end());

const registry = createRegistry(registrySource);
const endpoint = registry.indexes.endpointsOfProvider("deepinfra")[0];

function record(change: Partial<RequestRecord> = {}): RequestRecord {
  if (!endpoint) throw new Error("the registry has no endpoint");
  const usage = { kind: "known" as const, usage: { input: 1000, output: 10 }, raw: { prompt_tokens: 1000 } };
  return {
    id: "r1",
    tenantId: "acme",
    startedAt: 1_796_083_200_000,
    route: "/v1/chat/completions",
    api: "openai-chat",
    targetHost: null,
    labels: NO_LABELS,
    cached: false,
    model: "NUL \u0000, half a pair \ud800, ключ",
    stream: true,
    outcome: "success",
    status: 200,
    error: null,
    served: null,
    attempts: [],
    dropped: ["seed"],
    usage,
    cost: registry.charge(endpoint, usage, 0.25),
    latencyMs: 12.5,
    firstTokenMs: null,
    ...change,
  };
}

describe("the record store", () => {
  test("keeps a record whose price is beyond every wallet: it was not charged", async () => {
    const { records, db } = await file.open();
    const cost = {
      amount: 10n ** 21n,
      counted: "computed" as const,
      computed: null,
      reported: 10n ** 20n,
      problem: null,
    };
    expect(await records.put(record({ cost }))).toBe(true);
    expect((await records.get("acme", "r1"))?.cost?.amount).toBe(10n ** 21n);
    const [row] = await db.selectFrom("record").select(["cost", "cost_reported"]).execute();
    expect(row).toEqual({ cost: null, cost_reported: null });
  });

  test("gives a record back as it was put, money as bigint", async () => {
    const { records } = await file.open();
    await records.put(record());
    const { records: reopened } = await file.open();
    const found = await reopened.get("acme", "r1");
    expect(found).toEqual(record());
    expect(typeof found?.cost?.amount).toBe("bigint");
  });

  test.each([
    ["no cost", null],
    ["nothing known", { amount: 0n, counted: "nothing", computed: null, reported: null, problem: "none" }],
    [
      "classes without a price",
      {
        amount: 0n,
        counted: "nothing",
        computed: { kind: "unpriced", classes: ["search"] },
        reported: 5n,
        problem: null,
      },
    ],
  ] as [string, RequestRecord["cost"]][])("keeps %s", async (_name, cost) => {
    const { records } = await file.open();
    await records.put(record({ cost }));
    expect((await records.get("acme", "r1"))?.cost).toEqual(cost);
  });

  test("writes money as decimal strings", async () => {
    const { records, db } = await file.open();
    await records.put(record());
    const { body } = await db.selectFrom("record").select("body").executeTakeFirstOrThrow();
    expect(JSON.parse(body).cost.amount).toBe(String(record().cost?.amount));
  });

  test("knows a record by tenant and id, and never overwrites one", async () => {
    const { records } = await file.open();
    expect(await records.put(record())).toBe(true);
    expect(await records.put(record({ tenantId: "other", status: 201 }))).toBe(true);
    expect(
      await records.put(record({ status: 202, labels: { ...NO_LABELS, properties: { app: "x" } } })),
    ).toBe(false);
    expect(await records.get("acme", "r1")).toMatchObject({ status: 200, labels: NO_LABELS });
    expect(await records.get("other", "r1")).toMatchObject({ status: 201 });
    expect(await records.get("other", "r2")).toBeNull();
  });
});

describe("opening", () => {
  const parts = { clock: steppedClock(), ids: { uuid: () => "owner" }, log: () => {}, vaultSecrets: [] };

  test("a file that is no database fails, naming it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "no-db-"));
    const path = join(folder, "notes.txt");
    writeFileSync(path, "not a database, but long enough to be looked at as one ".repeat(50));
    await expect(openStores({ kind: "embedded", path }, parts)).rejects.toThrow(/database/);
    await expect(openStores({ kind: "embedded", path: join(path, "x.db") }, parts)).rejects.toThrow(path);
    rmSync(folder, { recursive: true });
  });

  test("a server that is not there fails without showing the password", async () => {
    const url = "postgres://gateway:very-secret@127.0.0.1:1/none";
    const failure = await openStores({ kind: "postgres", url }, parts).catch((error: Error) => error);
    expect(failure).toMatchObject({ name: "StorageError" });
    expect(String(failure)).toMatch(/ECONNREFUSED/);
    expect(String(failure)).not.toContain("very-secret");
  });
});

test("the embedded database has every commit on the disk when it returns", async () => {
  const db = await openEmbedded(file.path, file.clock);
  const pragma = async (name: string) => (await sql.raw(`PRAGMA ${name}`).execute(db)).rows[0];
  expect(await pragma("journal_mode")).toEqual({ journal_mode: "wal" });
  expect(await pragma("synchronous")).toEqual({ synchronous: 2n });
  expect(await pragma("foreign_keys")).toEqual({ foreign_keys: 1n });
  expect(await pragma("busy_timeout")).toEqual({ timeout: 100n });
  await db.destroy();
});

test("a closed database is whole in its one file", async () => {
  const stores = await file.open();
  await stores.wallet.deposit("acme", "first", 7n);
  await stores.close();
  const copy = `${file.path}.copy`;
  copyFileSync(file.path, copy);
  const db = await openEmbedded(copy, file.clock);
  expect(await db.selectFrom("payment").select("amount").execute()).toEqual([{ amount: 7n }]);
  await db.destroy();
});

test("the embedded database takes no value that its driver would store as something else", async () => {
  const db = await openEmbedded(file.path, file.clock);
  for (const value of [1.5, true, undefined, Number.NaN, 2 ** 53, new Date(0)]) {
    const query = db.selectNoFrom((expression) => expression.val(value).as("x"));
    await expect(query.execute()).rejects.toThrow(TypeError);
  }
  await db.destroy();
});
