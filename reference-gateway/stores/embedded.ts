/**
 * The embedded database: one file, nothing to install. Commits are on the disk when they return (`synchronous=FULL`).
 * @module
 */
import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import type { Dialect } from "kysely";
import type { Clock } from "../parts.ts";
import { type Db, reasonOf, StorageError } from "./database.ts";
import { openDirect } from "./direct.ts";
import { embeddedDialect } from "./embedded-driver.ts";
import { EmbeddedHandle } from "./embedded-handle.ts";

/** How long opening waits for another process, which may be bringing the file up to date. */
const OPENING_MS = 5000;
/**
 * How long the driver's own thread waits for a lock, in milliseconds: two processes that write at the same moment get by with
 * it. Longer waits are those of the event loop (`group-commit.ts`), so that the thread is there for others.
 */
const BUSY_MS = 100;

/**
 * Pages of the log, of 4 KiB each, after which they are copied into the file. What every request changes (a wallet, the ends of
 * tables and indexes) is copied once however often it was changed meanwhile.
 */
const LOG_PAGES = 4000;

const PRAGMAS = [
  `busy_timeout=${OPENING_MS}`,
  "journal_mode=WAL",
  "synchronous=FULL",
  "foreign_keys=ON",
  `wal_autocheckpoint=${LOG_PAGES}`,
  `busy_timeout=${BUSY_MS}`,
];
const READER_PRAGMAS = [`busy_timeout=${BUSY_MS}`, "query_only=ON"];

/** Most connections that read at once. */
const READERS = 3;

async function openHandle(path: string, pragmas: readonly string[]): Promise<EmbeddedHandle> {
  const handle = new EmbeddedHandle(path);
  for (const pragma of pragmas) await handle.exec(`PRAGMA ${pragma}`);
  return handle;
}

/**
 * Opens a database file; it and its folder are made where they are missing.
 * @param clock times the wait for another process's lock
 * @param through what stands between the queries and the driver; nothing by default
 * @throws StorageError naming the file
 */
export async function openEmbedded(
  path: string,
  clock: Clock,
  through: (dialect: Dialect) => Dialect = (dialect) => dialect,
): Promise<Db> {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // Its owner's alone, and so are the log and the index that the driver makes beside it.
    closeSync(openSync(path, "a", 0o600));
    chmodSync(path, 0o600);
    const writer = await openHandle(path, PRAGMAS);
    const openReader = () => openHandle(path, READER_PRAGMAS);
    const dialect = embeddedDialect({ writer, openReader, readers: READERS, clock });
    return openDirect(through(dialect));
  } catch (error) {
    throw new StorageError(`cannot open the database file ${path}: ${reasonOf(error)}`, { cause: error });
  }
}
