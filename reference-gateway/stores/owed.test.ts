import { readdirSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RequestRecord } from "../telemetry/record.ts";
import { recordOf } from "../telemetry/testing/record.ts";
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

const record = (id: string, change: Partial<RequestRecord> = {}): RequestRecord =>
  recordOf({
    id,
    cost: { amount: 25n, counted: "nothing", computed: null, reported: null, problem: null },
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

/** A reservation of 60 under a wallet of 100. */
async function reserved() {
  const stores = await file.open();
  await stores.wallet.open("a", 100n);
  return { stores, reservation: (await stores.wallet.reserve("a", "q", 60n)) ?? "" };
}

test("charges and records in one transaction: what is not charged leaves no record", async () => {
  const { stores, reservation } = await reserved();
  await expect(stores.books.settle("a", reservation, 2n ** 62n, record("q"))).rejects.toThrow(RangeError);
  await expect(stores.books.settle("a", "never reserved", 5n, record("q"))).rejects.toThrow(RangeError);
  expect(await stores.records.get("a", "q")).toBeNull();
  expect(await stores.books.settle("a", reservation, 25n, record("q"))).toEqual(record("q"));
  expect(await stores.records.get("a", "q")).toEqual(record("q"));
  expect(await audit(stores.db, "a")).toMatchObject({ reserved: 0n, charged: 25n });
});

test("records a charge that the database did not take with it, once, also after the process was killed", async () => {
  const { stores, reservation } = await reserved();
  const back = await away(stores.db);
  await expect(stores.books.settle("a", reservation, 25n, record("q"))).rejects.toThrow();
  await back();
  await stores.abandon();
  const others = [await file.open({ fateOf: () => "gone" }), await file.open({ fateOf: () => "gone" })];
  const timers = file.clock.waiting();
  await stepUntil(file.clock, TRY_MS, Promise.all(others.map((one) => one.recover())), timers);
  const [next] = others;
  expect(next && (await audit(next.db, "a"))).toMatchObject({ reserved: 0n, charged: 25n });
  const rows = await next?.db.selectFrom("record").select(["id"]).execute();
  expect(rows).toEqual([{ id: "q" }]);
});

test("records a charge once where the same request was recorded before, and beside another request of its id", async () => {
  const { stores, reservation } = await reserved();
  await stores.records.put(record("q", { outcome: "failed" }));
  expect(await stores.books.settle("a", reservation, 25n, record("q"))).toMatchObject({ outcome: "failed" });
  const another = (await stores.wallet.reserve("a", "q", 60n)) ?? "";
  const renamed = await stores.books.settle("a", another, 5n, record("q", { startedAt: 2 }));
  expect(renamed?.id).not.toBe("q");
  const rows = await stores.db.selectFrom("record").select(["id"]).orderBy("started_at").execute();
  expect(rows.map(({ id }) => id)).toEqual(["q", renamed?.id]);
});

test("charges what was answered although the log takes no record", async () => {
  const { stores, reservation } = await reserved();
  await stores.db.schema.alterTable("record").renameTo("nowhere").execute();
  expect(await stores.books.settle("a", reservation, 25n, record("q"))).toBeNull();
  expect(await audit(stores.db, "a")).toMatchObject({ reserved: 0n, charged: 25n });
});
