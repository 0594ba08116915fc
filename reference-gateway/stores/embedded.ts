/**
 * The embedded database: one file, nothing to install. Commits are on the disk when they return (`synchronous=FULL`).
 * @module
 */
import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { Kysely, type SqliteStatement } from "kysely";
import Database from "libsql";
import { LRUCache } from "lru-cache";
import type { Clock } from "../parts.ts";
import { type Db, reasonOf, StorageError, type Tables } from "./database.ts";
import { PatientSqliteDialect } from "./patient-driver.ts";

/** How long opening waits for another process, which may be bringing the file up to date. */
const OPENING_MS = 5000;
/** How long a statement holds the event loop for a lock; longer waits are the driver's (`patient-driver.ts`). */
const BUSY_MS = 5;

const PRAGMAS = [
  `busy_timeout=${OPENING_MS}`,
  "journal_mode=WAL",
  "synchronous=FULL",
  "foreign_keys=ON",
  `busy_timeout=${BUSY_MS}`,
];

/** Filters and lists of values make texts without end; the hundred or so that recur stay. */
const MAX_STATEMENTS = 200;

/** Values that the driver can bind as they are meant; on others it ends the process or stores a float. */
function bindable(parameters: readonly unknown[]): unknown[] {
  for (const value of parameters) {
    const right =
      value === null || typeof value === "string" || typeof value === "bigint" || Number.isSafeInteger(value);
    if (!right)
      throw new TypeError(`the embedded database takes strings and integers, not a ${typeof value}`);
  }
  return [...parameters];
}

/** Prepares each text once while it is in use: preparing costs more than running. */
export function statements(database: Pick<Database.Database, "prepare">): (text: string) => SqliteStatement {
  const prepared = new LRUCache<string, SqliteStatement>({ max: MAX_STATEMENTS });
  return (text) => {
    const known = prepared.get(text);
    if (known) return known;
    const statement = database.prepare<unknown[]>(text);
    const wrapped: SqliteStatement = {
      reader: statement.reader,
      all: (parameters) => statement.all(bindable(parameters)),
      run: (parameters) => statement.run(bindable(parameters)),
      iterate: (parameters) => statement.iterate(bindable(parameters)),
    };
    prepared.set(text, wrapped);
    return wrapped;
  };
}

/**
 * Opens a database file; it and its folder are made where they are missing.
 * @param clock times the wait for another process's lock
 * @throws StorageError naming the file
 */
export function openEmbedded(path: string, clock: Clock): Db {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // Its owner's alone, and so are the log and the index that the driver makes beside it.
    closeSync(openSync(path, "a", 0o600));
    chmodSync(path, 0o600);
    const database = new Database(path);
    database.defaultSafeIntegers(true);
    for (const pragma of PRAGMAS) database.prepare(`PRAGMA ${pragma}`).all();
    const prepare = statements(database);
    const close = () => {
      // So that the file alone is everything: the driver leaves the log beside it.
      database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").all();
      database.close();
    };
    const dialect = new PatientSqliteDialect({ database: { prepare, close } }, clock);
    return new Kysely<Tables>({ dialect });
  } catch (error) {
    throw new StorageError(`cannot open the database file ${path}: ${reasonOf(error)}`);
  }
}
