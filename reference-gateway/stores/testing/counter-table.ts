/**
 * An embedded database of a test's own with one small table, from the start of each test to its end.
 * @module
 */
import { sql } from "kysely";
import { afterEach, beforeEach } from "vitest";
import type { Db } from "../database.ts";
import { openEmbedded } from "../embedded.ts";
import { type TestFile, testFile } from "./embedded.ts";

/** @param opened told of the database before each test */
export function withCounterTable(opened: (db: Db, file: TestFile) => void): void {
  let close = async (): Promise<void> => {};
  beforeEach(async () => {
    const file = testFile();
    const db = await openEmbedded(file.path, file.clock);
    close = async () => {
      await db.destroy();
      await file.end();
    };
    await sql`create table counter (key text primary key, used integer, until integer)`.execute(db);
    opened(db, file);
  });
  afterEach(() => close());
}
