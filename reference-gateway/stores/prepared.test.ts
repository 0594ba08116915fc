import { expect, test } from "vitest";
import type { Db } from "./database.ts";
import { isOneRow, ONE_ROW } from "./one-row.ts";
import { prepared } from "./prepared.ts";
import { withCounterTable } from "./testing/counter-table.ts";

let db: Db;
withCounterTable((opened) => {
  db = opened;
});

test("runs a query with the values of each run, each at every place of its name, and writes it once", async () => {
  let written = 0;
  const add = prepared<{ key: string; used: bigint }>((place) => {
    written += 1;
    return db
      .insertInto("counter")
      .values({ key: place("key"), used: place("used"), until: place("used") })
      .compile();
  });
  await db.transaction().execute(async (tx) => {
    await add(tx, { key: "a", used: 1n });
    await add(tx, { key: "b", used: 2n });
  });
  expect(written).toBe(1);
  const rows = await db.selectFrom("counter").selectAll().orderBy("key").execute();
  expect(rows).toEqual([
    { key: "a", used: 1n, until: 1n },
    { key: "b", used: 2n, until: 2n },
  ]);
});

test("gives the one row, or none, of a query that is marked, and what it changed is changed", async () => {
  await db.insertInto("counter").values({ key: "a", used: 1n, until: 0n }).execute();
  const take = (key: string) =>
    db
      .transaction()
      .execute((tx) =>
        tx
          .deleteFrom("counter")
          .where("key", "=", key)
          .returning("used")
          .modifyEnd(ONE_ROW)
          .executeTakeFirst(),
      );
  expect(isOneRow(db.selectFrom("counter").selectAll().modifyEnd(ONE_ROW).compile().sql)).toBe(true);
  expect(await take("b")).toBeUndefined();
  expect(await take("a")).toEqual({ used: 1n });
  expect(await db.selectFrom("counter").selectAll().execute()).toEqual([]);
});
