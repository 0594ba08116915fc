/**
 * One connection to the embedded database. What may take long (reading, locking, committing) runs on the driver's own
 * threads; a statement that only writes into an open transaction, or looks one row up by its key, takes microseconds and runs
 * at once.
 * @module
 */
import type { CompiledQuery, QueryResult } from "kysely";
import Database from "libsql/promise";
import { LRUCache } from "lru-cache";
import type { Waited } from "../stages/stage.ts";
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

/** A prepared statement, which is asked once whether it returns rows: the driver goes to the database for it. */
class Kept implements Prepared {
  readonly reader: boolean;
  private readonly statement: Prepared;

  constructor(statement: Prepared) {
    this.reader = statement.reader;
    this.statement = statement;
  }

  all(parameters: unknown[]): Promise<unknown[]> {
    return this.statement.all(parameters);
  }

  get(parameters: unknown[]): Record<string, unknown> | undefined {
    return this.statement.get(parameters);
  }

  run(parameters: unknown[]): { changes: number | bigint } {
    return this.statement.run(parameters);
  }
}

/** A statement that was prepared before, or one that is prepared now. */
export type Statements = (text: string) => Prepared | Promise<Prepared>;

/** Prepares each text once while it is in use: preparing costs more than running. */
export function statements(prepare: (text: string) => Promise<Prepared>): Statements {
  const prepared = new LRUCache<string, Prepared>({ max: MAX_STATEMENTS });
  return (text) =>
    prepared.get(text) ??
    prepare(text).then((statement) => {
      const kept = new Kept(statement);
      prepared.set(text, kept);
      return kept;
    });
}

/** Runs a statement that needs no thread; `null` where its rows may be many. */
function runAtOnce<R>(statement: Prepared, sql: string, values: unknown[]): QueryResult<R> | null {
  if (!statement.reader) return { rows: [], numAffectedRows: BigInt(statement.run(values).changes) };
  if (!isOneRow(sql)) return null;
  const found = statement.get(values);
  if (found === undefined) return { rows: [] };
  const { _metadata: _, ...row } = found;
  return { rows: [row as R] };
}

export class EmbeddedHandle {
  private readonly database: Database;
  private readonly prepare: Statements;
  /** The driver takes one statement at a time. */
  private last: Promise<unknown> = Promise.resolve();
  /** Statements that were asked for and are not over. */
  private underWay = 0;

  /** Opens the file. @throws the driver's error */
  constructor(path: string) {
    this.database = new Database(path, {});
    this.database.defaultSafeIntegers(true);
    this.prepare = statements((text) => this.database.prepare(text));
  }

  private next<T>(work: () => Promise<T>): Promise<T> {
    this.underWay += 1;
    const done = this.last.then(work);
    const over = (): void => {
      this.underWay -= 1;
    };
    this.last = done.then(over, over);
    return done;
  }

  /** Runs a statement without parameters whose rows do not matter, on a thread of the driver. */
  exec(text: string): Promise<void> {
    return this.next(() => this.database.exec(text));
  }

  /** Runs a statement: at once where that takes microseconds and nothing is under way. */
  query<R>({ sql, parameters }: Pick<CompiledQuery, "sql" | "parameters">): Waited<QueryResult<R>> {
    const values = bindable(parameters);
    const first = this.underWay === 0 ? this.prepare(sql) : null;
    if (first !== null && !(first instanceof Promise)) {
      const done = runAtOnce<R>(first, sql, values);
      if (done !== null) return done;
    }
    return this.next(async () => {
      const statement = await (first ?? this.prepare(sql));
      return runAtOnce<R>(statement, sql, values) ?? { rows: (await statement.all(values)) as R[] };
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
