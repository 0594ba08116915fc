/**
 * Bodies in a database: encrypted, bound to their place, gone in time (OBS-02).
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Db } from "../stores/database.ts";
import { openEmbedded } from "../stores/embedded.ts";
import { migrate } from "../stores/migrations/index.ts";
import { steppedClock } from "../stores/testing/clock.ts";
import { createEncryption } from "../vault/encryption.ts";
import { sqlBodies } from "./sql-bodies.ts";

let folder = "";
let db: Db;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "bodies-"));
  db = await openEmbedded(join(folder, "gateway.db"), steppedClock(0));
  await migrate(db);
});
afterEach(async () => {
  await db.destroy();
  rmSync(folder, { recursive: true, force: true });
});

const secret = randomBytes(32);
const text = (value: string) => new TextEncoder().encode(value);
const place = (part: "request" | "response", recordId = "one", tenantId = "a") => ({
  tenantId,
  recordId,
  part,
});

test("keeps bytes as they are, and nothing readable in the database", async () => {
  const store = sqlBodies(db, createEncryption([secret]));
  const bytes = Uint8Array.from([0, 255, 10, 13, 128]);
  await store.put(place("request"), bytes, 100);
  await store.put(place("response"), text("The tide goes out."), 100);
  expect(await store.get("a", "one", 0)).toEqual({ request: bytes, response: text("The tide goes out.") });
  const rows = await db.selectFrom("record_body").selectAll().execute();
  expect(
    JSON.stringify(rows, (_key, value) => (typeof value === "bigint" ? String(value) : value)),
  ).not.toMatch(/tide|dGlkZ/);
});

test("opens no body that was copied to another tenant or request", async () => {
  const store = sqlBodies(db, createEncryption([secret]));
  await store.put(place("request"), text("mine"), 100);
  await db.updateTable("record_body").set({ tenant_id: "b" }).execute();
  await expect(store.get("b", "one", 0)).rejects.toThrow("no secret opens it");
  expect(await store.get("a", "one", 0)).toEqual({ request: null, response: null });
});

test("opens with the secret before, after a change of secrets", async () => {
  await sqlBodies(db, createEncryption([secret])).put(place("request"), text("before"), 100);
  const after = sqlBodies(db, createEncryption([randomBytes(32), secret]));
  expect((await after.get("a", "one", 0)).request).toEqual(text("before"));
});

test("removes what is over, page by page, and gives nothing that is over before that", async () => {
  const store = sqlBodies(db, createEncryption([secret]));
  for (let n = 0; n < 501; n++) await store.put(place("request", `over-${n}`), text("x"), 50);
  await store.put(place("request", "later"), text("y"), 51);
  expect((await store.get("a", "over-1", 50)).request).toBeNull();
  expect(await store.purge(50)).toBe(501);
  expect(await store.purge(50)).toBe(0);
  expect((await store.get("a", "later", 50)).request).toEqual(text("y"));
});

test("keeps nothing without a secret", async () => {
  await expect(sqlBodies(db, null).put(place("request"), text("x"), 1)).rejects.toThrow("no vault secret");
});
