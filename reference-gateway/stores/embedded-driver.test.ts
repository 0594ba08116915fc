/** The embedded database and the event loop: neither much work nor another process's lock keeps the loop. */
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import Database from "libsql";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Prepared, statements } from "./embedded-handle.ts";
import { LOCKED_MS, TRY_MS } from "./group-commit.ts";
import { storageFault } from "./storage-fault.ts";
import type { Stores } from "./stores.ts";
import { audit } from "./testing/audit.ts";
import { stepUntil } from "./testing/clock.ts";
import { type TestFile, testFile } from "./testing/embedded.ts";

let file: TestFile;
let stores: Stores;
beforeEach(async () => {
  file = testFile();
  stores = await file.open();
  await stores.wallet.deposit("acme", "first", 1_000_000n);
});
afterEach(() => file.end());

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
};

/** Another process that writes, until it is told to end. */
function lockedFile(): { unlock(): void } {
  const other = new Database(file.path);
  other.exec("begin immediate");
  return {
    unlock: () => {
      other.exec("commit");
      other.close();
    },
  };
}

test("gives the event loop a turn for each of many reservations that are asked for at once", async () => {
  let seen = 0;
  let counting = true;
  const count = () => {
    seen++;
    if (counting) setImmediate(count);
  };
  setImmediate(count);
  const { wallet } = stores;
  await Promise.all(
    Array.from({ length: 25 }, async () => {
      const id = await wallet.reserve("acme", randomUUID(), 5n);
      await wallet.settle("acme", id ?? "", 3n);
    }),
  );
  counting = false;
  expect(seen).toBeGreaterThanOrEqual(50);
  expect(await wallet.view("acme")).toMatchObject({ charged: 75n, reserved: 0n });
});

test("waits in the event loop for another process's lock, and goes on when it is gone", async () => {
  const timers = file.clock.waiting();
  const lock = lockedFile();
  const reserved = stores.wallet.reserve("acme", "q", 5n);
  for (let tried = 0; tried < 3; tried++) {
    // It waits by the clock and the loop has turns meanwhile, or this would never end.
    while (file.clock.waiting() === timers) await turns(1);
    file.clock.step(TRY_MS);
  }
  lock.unlock();
  const id = await stepUntil(file.clock, TRY_MS, reserved, timers);
  expect(await stores.wallet.view("acme")).toMatchObject({ reserved: 5n });
  await stores.wallet.release("acme", id ?? "");
});

test("gives up together, however many wait, when a lock is held too long", async () => {
  const lock = lockedFile();
  const asked = Array.from({ length: 30 }, (_, i) => stores.wallet.deposit("acme", `payment-${i}`, 1n));
  const asking = Promise.allSettled(asked);
  await turns(20);
  file.clock.step(LOCKED_MS);
  const ended = await asking;
  const faults = ended.map((end) => (end.status === "rejected" ? storageFault(end.reason) : end.value));
  expect(faults).toEqual(Array(30).fill("locked"));
  lock.unlock();
});

test("serves who reads while another process holds the lock", async () => {
  const timers = file.clock.waiting();
  const lock = lockedFile();
  const reserved = stores.wallet.reserve("acme", "q", 5n);
  expect(await stores.wallet.view("acme")).toMatchObject({ deposited: 1_000_000n, reserved: 0n });
  lock.unlock();
  const id = await stepUntil(file.clock, TRY_MS, reserved, timers);
  await stores.wallet.release("acme", id ?? "");
});

test("undoes one transaction of a group and keeps the others", async () => {
  const { wallet, db } = stores;
  const failing = db.transaction().execute(async (tx) => {
    await tx.updateTable("wallet").set({ deposited: 1n }).execute();
    throw new Error("changed my mind");
  });
  const ended = await Promise.allSettled([
    wallet.deposit("acme", "second", 1n),
    failing,
    wallet.deposit("acme", "third", 1n),
    db.insertInto("payment").values({ tenant_id: "acme", id: "first", amount: 1n, at: 1n }).execute(),
    wallet.deposit("acme", "fourth", 1n),
  ]);
  expect(ended.map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  expect(await wallet.view("acme")).toMatchObject({ deposited: 1_000_003n });
  expect(await audit(db, "acme")).toEqual(await wallet.view("acme"));
});

test("gives the same reservation to all who ask for it at once", async () => {
  const { wallet } = stores;
  const asked = Array.from({ length: 8 }, () => wallet.reserve("acme", "q", 5n, "one"));
  expect(await Promise.all(asked)).toEqual(Array(8).fill("one"));
  expect(await wallet.view("acme")).toMatchObject({ reserved: 5n });
});

test("refuses to write through a connection that reads", async () => {
  const writing = sql`with x as (select 1) update wallet set deposited = 0`.execute(stores.db);
  await expect(writing).rejects.toThrow(/readonly|read-only/);
  expect(await stores.wallet.view("acme")).toMatchObject({ deposited: 1_000_000n });
});

test("keeps a bounded number of prepared statements, the latest used ones", async () => {
  const prepared: string[] = [];
  const prepare = statements(async (text: string): Promise<Prepared> => {
    prepared.push(text);
    return { reader: true, all: async () => [], get: () => undefined, run: () => ({ changes: 0 }) };
  });
  const first = await prepare("select 0");
  for (let i = 1; i < 200; i++) await prepare(`select ${i}`);
  expect(await prepare("select 0")).toBe(first);
  for (let i = 200; i < 399; i++) await prepare(`select ${i}`);
  expect(await prepare("select 0")).toBe(first);
  await prepare("select 1");
  expect(prepared.filter((text) => text === "select 0")).toHaveLength(1);
  expect(prepared.filter((text) => text === "select 1")).toHaveLength(2);
});
