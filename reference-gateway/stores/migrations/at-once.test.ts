/**
 * Several processes that open a new database at the same moment, each of which would bring it up to date.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../server.ts";
import { openEmbedded } from "../embedded.ts";
import { migrate } from "./index.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "migrations-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("one brings a new embedded database up to date, and the others wait for it", async () => {
  const path = join(folder, "gateway.db");
  const opened = await Promise.all(Array.from({ length: 4 }, () => openEmbedded(path, systemClock)));
  await Promise.all(opened.map((db) => migrate(db, systemClock)));
  for (const db of opened) {
    expect(await db.selectFrom("record").selectAll().execute()).toEqual([]);
    await db.destroy();
  }
}, 60_000);
