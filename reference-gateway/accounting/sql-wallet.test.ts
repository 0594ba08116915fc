import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Db } from "../stores/database.ts";
import { noJournal } from "../stores/journal.ts";
import { takeLease } from "../stores/lease.ts";
import { createOutbox, RETRY_MS } from "../stores/outbox.ts";
import type { Stores } from "../stores/stores.ts";
import { audit } from "../stores/testing/audit.ts";
import { type TestFile, testFile } from "../stores/testing/embedded.ts";
import { NothingReserved } from "./amount.ts";
import { type SqlWallet, sqlWallet } from "./sql-wallet.ts";

let file: TestFile;
beforeEach(() => {
  file = testFile();
});
afterEach(() => file.end());

test("a wallet is opened once: a later start with another first deposit changes nothing", async () => {
  const { wallet } = await file.open();
  expect(await wallet.open("a", 10n)).toBe(true);
  expect(await wallet.open("a", 99n)).toBe(false);
  const again = await file.open();
  expect(await again.wallet.open("a", 99n)).toBe(false);
  expect((await again.wallet.view("a")).deposited).toBe(10n);
});

test("a tenant that paid before gets no first deposit; one that only used free models does", async () => {
  const { wallet } = await file.open();
  await wallet.deposit("paid", "invoice-1", 7n);
  expect(await wallet.open("paid", 10n)).toBe(false);
  await wallet.release("free", (await wallet.reserve("free", "q", 0n)) ?? "");
  expect(await wallet.open("free", 10n)).toBe(true);
  expect((await wallet.view("free")).deposited).toBe(10n);
});

test("everything is there after a new start, in order", async () => {
  const first = await file.open();
  await first.wallet.open("a", 100n);
  const [x, y, z] = await Promise.all(["x", "y", "z"].map((name) => first.wallet.reserve("a", name, 20n)));
  await first.wallet.settle("a", y ?? "", 5n);
  await first.wallet.settle("a", x ?? "", 0n);
  await first.close();
  const { wallet, db } = await file.open();
  const books = { deposited: 100n, reserved: 0n, charged: 5n, available: 95n };
  expect(await wallet.view("a")).toEqual(books);
  expect(await audit(db, "a")).toEqual(books);
  expect((await wallet.ledger("a")).map(({ requestId, amount }) => [requestId, amount])).toEqual([
    ["y", 5n],
    ["x", 0n],
  ]);
  // Given back by the process that ended: what comes after that is no charge, and says so.
  await expect(wallet.settle("a", z ?? "", 20n)).rejects.toThrow(NothingReserved);
  await wallet.settle("a", y ?? "", 5n);
  expect(await wallet.view("a")).toEqual(books);
});

test("a failure in the middle of an operation leaves nothing of it", async () => {
  const { wallet, db } = await file.open();
  await wallet.open("a", 100n);
  const id = (await wallet.reserve("a", "q", 60n)) ?? "";
  // The ledger's row number is taken: the last statement of the settlement fails.
  const row = { tenant_id: "a", seq: 1n, reservation_id: "other", request_id: "q", amount: 0n, at: 0n };
  await db.insertInto("ledger").values(row).execute();
  await expect(wallet.settle("a", id, 10n)).rejects.toThrow(/UNIQUE/);
  expect(await wallet.view("a")).toMatchObject({ reserved: 60n, charged: 0n });
  await db.deleteFrom("ledger").execute();
  await wallet.settle("a", id, 10n);
  expect(await wallet.view("a")).toMatchObject({ reserved: 0n, charged: 10n });
});

/** The database fails at every closing, until the returned function is called. */
async function broken(db: Db): Promise<() => Promise<void>> {
  await db.schema.alterTable("reservation").renameTo("elsewhere").execute();
  return () => db.schema.alterTable("elsewhere").renameTo("reservation").execute();
}

/** Writes behind everything that a timer started. */
async function behind({ wallet }: Stores): Promise<void> {
  for (let i = 0; i < 4; i++) await wallet.deposit("barrier", "x", 0n);
}

test("a charge that the database did not take is booked when it is back, once", async () => {
  const stores = await file.open();
  const { wallet, db } = stores;
  await wallet.open("a", 100n);
  const id = (await wallet.reserve("a", "q", 60n)) ?? "";
  const repair = await broken(db);
  await expect(wallet.settle("a", id, 25n)).rejects.toThrow();
  file.clock.step(RETRY_MS);
  await behind(stores);
  await repair();
  expect(await wallet.view("a")).toMatchObject({ reserved: 60n, charged: 0n });
  file.clock.step(RETRY_MS);
  await behind(stores);
  expect(await wallet.view("a")).toMatchObject({ reserved: 0n, charged: 25n });
  file.clock.step(10 * RETRY_MS);
  await behind(stores);
  expect(await wallet.ledger("a")).toHaveLength(1);
});

test("a release takes the place of a charge that did not come through: the call failed for its caller", async () => {
  const stores = await file.open();
  const { wallet, db } = stores;
  await wallet.open("a", 100n);
  const id = (await wallet.reserve("a", "q", 60n)) ?? "";
  const repair = await broken(db);
  await expect(wallet.settle("a", id, 25n)).rejects.toThrow();
  await expect(wallet.release("a", id)).rejects.toThrow();
  await expect(wallet.reserve("a", "q", 1n)).rejects.toThrow();
  await repair();
  await stores.close();
  const again = await file.open();
  expect(await again.wallet.view("a")).toMatchObject({ reserved: 0n, charged: 0n, available: 100n });
});

test("the last chance of a charge is the end of its process", async () => {
  const stores = await file.open();
  const { wallet, db } = stores;
  await wallet.open("a", 100n);
  const id = (await wallet.reserve("a", "q", 60n)) ?? "";
  const repair = await broken(db);
  await expect(wallet.settle("a", id, 25n)).rejects.toThrow();
  await repair();
  await stores.close();
  const again = await file.open();
  expect(await again.wallet.view("a")).toMatchObject({ reserved: 0n, charged: 25n, available: 75n });
});

test("what is reserved twice under one id is set aside once, also at the limit, at once, and after its charge", async () => {
  const { wallet } = await file.open();
  await wallet.open("a", 100n);
  const ids = await Promise.all(Array.from({ length: 8 }, () => wallet.reserve("a", "q", 60n, "attempt-1")));
  expect(new Set(ids)).toEqual(new Set(["attempt-1"]));
  expect(await wallet.view("a")).toMatchObject({ reserved: 60n, available: 40n });
  await expect(wallet.reserve("a", "q", 61n, "attempt-1")).rejects.toThrow(RangeError);
  expect(await wallet.view("a")).toMatchObject({ reserved: 60n });
  await wallet.settle("a", "attempt-1", 7n);
  expect(await wallet.reserve("a", "q", 60n, "attempt-1")).toBe("attempt-1");
  await wallet.settle("a", "attempt-1", 7n);
  expect(await wallet.view("a")).toMatchObject({ reserved: 0n, charged: 7n });
  expect(await wallet.reserve("a", "q", 60n, "attempt-2")).toBe("attempt-2");
});

test("an id that another tenant reserved under is refused", async () => {
  const { wallet } = await file.open();
  await wallet.open("a", 100n);
  await wallet.open("b", 100n);
  await wallet.reserve("a", "q", 60n, "attempt-1");
  await expect(wallet.reserve("b", "q", 60n, "attempt-1")).rejects.toThrow(/another tenant/);
  expect(await wallet.view("b")).toMatchObject({ reserved: 0n });
});

/** A database whose next transaction is committed, and whose answer is lost on its way back. */
function losesOneAnswer(db: Db): Db {
  let lose = true;
  const transaction = () => ({
    execute: async <T>(work: (tx: Db) => Promise<T>): Promise<T> => {
      const done = await db.transaction().execute(work);
      if (!lose) return done;
      lose = false;
      throw new Error("the connection was lost");
    },
  });
  return new Proxy(db, {
    get: (target, name) => {
      if (name === "transaction") return transaction;
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

test("a reservation that was committed without an answer is an error to its caller, and is given back", async () => {
  const { wallet, db } = await file.open();
  await wallet.open("a", 100n);
  const { clock } = file;
  const log = () => {};
  const lease = await takeLease({
    db,
    id: "a second process",
    clock,
    log,
    databaseNow: () => sql<bigint>`${BigInt(clock.now())}`,
    fateOf: () => "unknown",
  });
  const outbox = createOutbox({
    perform: async (owed) => {
      if (owed.kind === "release") await shaky.close.release(owed.tenantId, owed.reservationId);
    },
    journal: noJournal,
    clock,
    log,
  });
  const ids = { uuid: () => "attempt-1" };
  const shaky: SqlWallet = sqlWallet({ db: losesOneAnswer(db), lease, outbox, clock, ids, log });
  await expect(shaky.reserve("a", "q", 60n)).rejects.toThrow("the connection was lost");
  expect(await wallet.view("a")).toMatchObject({ reserved: 0n, available: 100n });
  expect(await wallet.ledger("a")).toEqual([]);
});

test("giving back what nobody set aside is no error", async () => {
  const { wallet } = await file.open();
  await wallet.open("a", 100n);
  await wallet.release("a", "never-reserved");
  expect(await wallet.view("a")).toMatchObject({ reserved: 0n, available: 100n });
});
