/**
 * Embedded databases with the newest schema: the migrations run once in a process, and what they made is copied.
 * @module
 */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql/promise";
import type { Clock, Ids, Log } from "../../parts.ts";
import { openStores } from "../stores.ts";

interface Environment {
  clock: Clock;
  ids: Ids;
  log: Log;
}

async function made({ clock, ids, log }: Environment): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "migrated-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const where = { kind: "embedded", path: join(folder, "gateway.db") } as const;
  const stores = await openStores(where, { clock, ids, log, vaultSecrets: [Buffer.alloc(32, "none")] });
  await stores.close();
  // One whole file: what was written may still stand in the log beside the database.
  const path = join(folder, "migrated.db");
  const database = new Database(where.path, {});
  await database.exec(`vacuum into '${path.replaceAll("'", "''")}'`);
  await database.close();
  return path;
}

let template: Promise<string> | null = null;

/** Puts a database into a folder, and tells its path. */
export async function migratedDatabase(folder: string, environment: Environment): Promise<string> {
  template ??= made(environment);
  const path = join(folder, "gateway.db");
  copyFileSync(await template, path);
  return path;
}
