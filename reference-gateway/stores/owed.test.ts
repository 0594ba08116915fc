import { readdirSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { NO_LABELS, type RequestRecord } from "../telemetry/record.ts";
import type { Db } from "./database.ts";
import { TRY_MS } from "./group-commit.ts";
import { RETRY_MS } from "./outbox.ts";
import { audit } from "./testing/audit.ts";
import { stepUntil } from "./testing/clock.ts";
import { type TestFile, testFile } from "./testing/embedded.ts";

let file: TestFile;
beforeEach(() => {
  file = testFile();
});
afterEach(() => file.end());

const record = (id: string, change: Partial<RequestRecord> = {}): RequestRecord => ({
  id,
  tenantId: "a",
  startedAt: 1,
  route: "/v1/chat/completions",
  api: "openai-chat",
  targetHost: null,
  model: "m",
  stream: false,
  labels: NO_LABELS,
  outcome: "success",
  status: 200,
  error: null,
  served: null,
  attempts: [],
  dropped: [],
  usage: { kind: "unknown" },
  cost: { amount: 25n, counted: "nothing", computed: null, reported: null, problem: null },
  latencyMs: 5,
  firstTokenMs: null,
  cached: false,
  ...change,
});

/** The tables that an answer's end writes are away, until the returned function is called. */
async function away(db: Db): Promise<() => Promise<void>> {
  await db.schema.alterTable("reservation").renameTo("elsewhere").execute();
  await db.schema.alterTable("record").renameTo("nowhere").execute();
  return async () => {
    await db.schema.alterTable("elsewhere").renameTo("reservation").execute();
    await db.schema.alterTable("nowhere").renameTo("record").execute();
  };
}

/** A gateway that reserved 60 and could neither charge 25 nor write its record. */
async function owing() {
  const stores = await file.open();
  await stores.wallet.open("a", 100n);
  const reservation = (await stores.wallet.reserve("a", "q", 60n)) ?? "";
  const back = await away(stores.db);
  await expect(stores.wallet.settle("a", reservation, 25n)).rejects.toThrow();
  expect(await stores.records.put(record("q"))).toBe(true);
  return { stores, back };
}

test("charges and records that the database did not take are there when it is back, once", async () => {
  const { stores, back } = await owing();
  await back();
  for (let i = 0; i < 2; i++) {
    file.clock.step(RETRY_MS);
    for (let turn = 0; turn < 6; turn++) await stores.wallet.deposit("barrier", "x", 0n);
  }
  expect(await audit(stores.db, "a")).toMatchObject({ reserved: 0n, charged: 25n });
  expect(await stores.wallet.ledger("a")).toHaveLength(1);
  expect((await stores.records.get("a", "q"))?.cost?.amount).toBe(25n);
  expect(readdirSync(`${file.path}.outbox`)).toEqual([]);
});

test("charges and records outlive a process that was killed while the database was away", async () => {
  const { stores, back } = await owing();
  await back();
  await stores.abandon();
  const next = await file.open({ fateOf: () => "gone" });
  await next.recover();
  expect(await audit(next.db, "a")).toMatchObject({ reserved: 0n, charged: 25n });
  expect((await next.records.get("a", "q"))?.cost?.amount).toBe(25n);
});

test("charges nobody twice where two processes find what a third one left", async () => {
  const { stores, back } = await owing();
  await back();
  await stores.abandon();
  const others = [await file.open({ fateOf: () => "gone" }), await file.open({ fateOf: () => "gone" })];
  const timers = file.clock.waiting();
  await stepUntil(file.clock, TRY_MS, Promise.all(others.map((one) => one.recover())), timers);
  for (const one of others) {
    expect(await audit(one.db, "a")).toMatchObject({ reserved: 0n, charged: 25n });
    expect(await one.wallet.ledger("a")).toHaveLength(1);
  }
});

test("a record whose id was taken meanwhile gets one of its own; the same record twice is one", async () => {
  const { stores, back } = await owing();
  await stores.records.put(record("r"));
  await back();
  await stores.records.put(record("q", { model: "another" }));
  await stores.records.put(record("r"));
  file.clock.step(RETRY_MS);
  for (let turn = 0; turn < 12; turn++) await stores.wallet.deposit("barrier", "x", 0n);
  const rows = await stores.db.selectFrom("record").select(["id", "body"]).execute();
  expect(rows.map(({ id }) => id).filter((id) => id === "q" || id === "r")).toHaveLength(2);
  expect(rows).toHaveLength(3);
});
