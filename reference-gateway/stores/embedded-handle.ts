/**
 * One connection to the embedded database. What may take long (reading, locking, committing) runs on the driver's own
 * threads; a statement that only writes into an open transaction, or looks one row up by its key, takes microseconds and runs
 * at once.
 * @module
 */
import type { CompiledQuery, QueryResult } from "kysely";
import Database from "libsql/promise";
import { LRUCache } from "lru-cache";
import { isOneRow } from "./one-row.ts";

/** Filters and lists of values make texts without end; the hundred or so that recur stay. */
const MAX_STATEMENTS = 200;

/** Of the driver's prepared statement, which it does not type. */
export interface Prepared {
  /** Does it return rows? */
  reader: boolean;
  all(parameters: unknown[]): Promise<unknown[]>;
  /** The first row, at once, with how long it took beside its columns. */
  get(parameters: unknown[]): Record<string, unknown> | undefined;
  run(parameters: unknown[]): { changes: number | bigint };
}

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
export function statements(
  prepare: (text: string) => Promise<Prepared>,
): (text: string) => Promise<Prepared> {
  const prepared = new LRUCache<string, Prepared>({ max: MAX_STATEMENTS });
  return async (text) => {
    const known = prepared.get(text);
    if (known) return known;
    const statement = await prepare(text);
    prepared.set(text, statement);
    return statement;
  };
}

export class EmbeddedHandle {
  private readonly database: Database;
  private readonly prepare: (text: string) => Promise<Prepared>;
  /** The driver takes one statement at a time. */
  private last: Promise<unknown> = Promise.resolve();

  /** Opens the file. @throws the driver's error */
  constructor(path: string) {
    this.database = new Database(path, {});
    this.database.defaultSafeIntegers(true);
    this.prepare = statements((text) => this.database.prepare(text));
  }

  private next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.catch(() => {});
    return done;
  }

  /** Runs a statement without parameters whose rows do not matter, on a thread of the driver. */
  exec(text: string): Promise<void> {
    return this.next(() => this.database.exec(text));
  }

  query<R>({ sql, parameters }: Pick<CompiledQuery, "sql" | "parameters">): Promise<QueryResult<R>> {
    return this.next(async () => {
      const values = bindable(parameters);
      const statement = await this.prepare(sql);
      if (statement.reader && isOneRow(sql)) {
        const found = statement.get(values);
        if (found === undefined) return { rows: [] };
        const { _metadata: _, ...row } = found;
        return { rows: [row as R] };
      }
      if (statement.reader) return { rows: (await statement.all(values)) as R[] };
      return { rows: [], numAffectedRows: BigInt(statement.run(values).changes) };
    });
  }

  isInTransaction(): boolean {
    // The driver defines it on each database and types it on none.
    return (this.database as Database & { inTransaction: boolean }).inTransaction;
  }

  close(): void {
    this.database.close();
  }
}
