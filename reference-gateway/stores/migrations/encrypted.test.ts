/** What an earlier version encrypted is read after its column got another name. */
import { randomBytes } from "node:crypto";
import { Migrator, sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sqlBodies } from "../../bodies/sql-bodies.ts";
import { createEncryption } from "../../vault/encryption.ts";
import { openEmbedded } from "../embedded.ts";
import { type TestFile, testFile } from "../testing/embedded.ts";
import { first } from "./0001-first.ts";
import { recordBodies } from "./0050-record-bodies.ts";
import { encrypted } from "./0070-encrypted.ts";

let file: TestFile;
beforeEach(() => {
  file = testFile();
});
afterEach(() => file.end());

test("a body of an earlier version is read after the step, however often that runs", async () => {
  const db = await openEmbedded(file.path, file.clock);
  const migrations = { "0001-first": first, "0050-record-bodies": recordBodies };
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
  }).migrateToLatest();
  expect(error).toBeUndefined();
  await encrypted.up(db);
  const place = { tenantId: "acme", recordId: "r1", part: "request" } as const;
  const bodies = sqlBodies(db, createEncryption([randomBytes(32)]));
  await bodies.put(place, new TextEncoder().encode("The tide goes out."), 100);
  // As it was: the step renames what holds a text already.
  await sql`alter table record_body rename column encrypted to sealed`.execute(db);
  await encrypted.up(db);
  await encrypted.up(db);
  const { request } = await bodies.get("acme", "r1", 50);
  expect(new TextDecoder().decode(request ?? undefined)).toBe("The tide goes out.");
  await db.destroy();
});
