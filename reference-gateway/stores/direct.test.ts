/** A database that takes what is in words already without Kysely's layers: it keeps what those promise. */
import type { DatabaseConnection, Dialect } from "kysely";
import { expect, test } from "vitest";
import type { Db } from "./database.ts";
import { openEmbedded } from "./embedded.ts";
import { prepared } from "./prepared.ts";
import { withCounterTable } from "./testing/counter-table.ts";
import type { TestFile } from "./testing/embedded.ts";

let file: TestFile;
let db: Db;
withCounterTable((opened, its) => {
  db = opened;
  file = its;
});

const add = prepared<{ key: string }>((place) =>
  db
    .insertInto("counter")
    .values({ key: place("key"), used: 1n, until: 0n })
    .compile(),
);
const keys = async (): Promise<string[]> =>
  (await db.selectFrom("counter").select("key").orderBy("key").execute()).map(({ key }) => key);

test("undoes all of a transaction that throws, what was in words already and what was not", async () => {
  const failing = db.transaction().execute(async (tx) => {
    await add(tx, { key: "in words" });
    await tx.insertInto("counter").values({ key: "written", used: 1n, until: 0n }).execute();
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  expect(await keys()).toEqual([]);
});

test("keeps what a transaction did, and what was asked beside it", async () => {
  await db.transaction().execute(async (tx) => {
    await add(tx, { key: "a" });
    await tx.insertInto("counter").values({ key: "b", used: 1n, until: 0n }).execute();
  });
  await add(db, { key: "c" });
  expect(await keys()).toEqual(["a", "b", "c"]);
});

test.each([
  ["ended", (): void => {}],
  [
    "was undone",
    (): void => {
      throw new Error("changed my mind");
    },
  ],
])("refuses what comes after its transaction %s", async (_how, end) => {
  let left: Db | null = null;
  await db
    .transaction()
    .execute(async (tx) => {
      left = tx;
      end();
    })
    .catch(() => {});
  const tx = left as Db | null;
  if (tx === null) throw new Error("the transaction did not begin");
  await expect(add(tx, { key: "late" })).rejects.toThrow("the transaction has ended");
  const written = tx.insertInto("counter").values({ key: "late", used: 1n, until: 0n }).execute();
  await expect(written).rejects.toThrow("the transaction has ended");
  expect(await keys()).toEqual([]);
});

test("says why a commit failed, not that nothing was left to undo", async () => {
  const full = Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
  const failing = (dialect: Dialect): Dialect => ({
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (on) => dialect.createIntrospector(on),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => {
      const driver = dialect.createDriver();
      const commit = driver.commitTransaction.bind(driver);
      return Object.assign(driver, {
        commitTransaction: async (connection: DatabaseConnection) => {
          await commit(connection);
          throw full;
        },
      });
    },
  });
  const other = await openEmbedded(file.path, file.clock, failing);
  await expect(other.transaction().execute(async (tx) => void (await add(tx, { key: "a" })))).rejects.toBe(
    full,
  );
  await other.destroy();
});

test("refuses what is asked of a closed database, which may be closed twice", async () => {
  await db.destroy();
  await db.destroy();
  await expect(add(db, { key: "late" })).rejects.toThrow("the database is closed");
  await expect(db.transaction().execute(async () => {})).rejects.toThrow("the database is closed");
});
