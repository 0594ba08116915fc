/**
 * Lets a database that works inside the event loop share it. The driver of the embedded database runs each statement to
 * its end, so the loop gets its turn between two uses of the connection, and whoever finds the file locked by another
 * process waits in the loop and not inside a statement.
 * @module
 */
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteDialect,
  type SqliteDialectConfig,
  type TransactionSettings,
} from "kysely";
import type { Clock } from "../parts.ts";

/** Between two tries for a lock, in milliseconds. */
export const TRY_MS = 20;
/** How long a lock is waited for, from the moment at which the connection is asked for, in milliseconds. */
export const LOCKED_MS = 5000;

const isLocked = (error: unknown): boolean =>
  error instanceof Error &&
  "code" in error &&
  typeof error.code === "string" &&
  error.code.startsWith("SQLITE_BUSY");

class PatientConnection implements DatabaseConnection {
  /** Until when a lock is waited for, by the injected clock. */
  patientUntil = 0;
  inTransaction = false;
  private readonly inner: DatabaseConnection;
  private readonly clock: Clock;

  constructor(inner: DatabaseConnection, clock: Clock) {
    this.inner = inner;
    this.clock = clock;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    for (;;) {
      try {
        return await this.inner.executeQuery<R>(query);
      } catch (error) {
        // A transaction has its lock from the beginning on: whatever fails in it, fails as a whole.
        const mayWait = !this.inTransaction && this.clock.now() < this.patientUntil;
        if (!mayWait || !isLocked(error)) throw error;
        await new Promise<void>((resolve) => void this.clock.after(TRY_MS, resolve));
      }
    }
  }

  streamQuery<R>(query: CompiledQuery, size?: number): AsyncIterableIterator<QueryResult<R>> {
    return this.inner.streamQuery<R>(query, size);
  }
}

class PatientDriver implements Driver {
  private readonly inner: Driver;
  private readonly clock: Clock;
  /** There is one connection, which the inner driver gives to one after the other. */
  private connection: PatientConnection | null = null;

  constructor(inner: Driver, clock: Clock) {
    this.inner = inner;
    this.clock = clock;
  }

  init(): Promise<void> {
    return this.inner.init();
  }

  async acquireConnection(): Promise<PatientConnection> {
    // From here on and not from the connection's turn: many who wait in a row would otherwise add their times up.
    const patientUntil = this.clock.now() + LOCKED_MS;
    const inner = await this.inner.acquireConnection();
    await new Promise<void>((resolve) => void setImmediate(resolve));
    this.connection ??= new PatientConnection(inner, this.clock);
    this.connection.patientUntil = patientUntil;
    return this.connection;
  }

  async beginTransaction(connection: PatientConnection, _settings: TransactionSettings): Promise<void> {
    // At once as a writer: one that becomes a writer later cannot wait for the lock.
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
    connection.inTransaction = true;
  }

  async commitTransaction(connection: PatientConnection): Promise<void> {
    await this.inner.commitTransaction(connection);
    connection.inTransaction = false;
  }

  async rollbackTransaction(connection: PatientConnection): Promise<void> {
    connection.inTransaction = false;
    await this.inner.rollbackTransaction(connection);
  }

  releaseConnection(connection: PatientConnection): Promise<void> {
    return this.inner.releaseConnection(connection);
  }

  destroy(): Promise<void> {
    return this.inner.destroy();
  }
}

/** The dialect of the embedded database, with a driver that waits in the event loop. */
export class PatientSqliteDialect extends SqliteDialect {
  private readonly clock: Clock;

  constructor(config: SqliteDialectConfig, clock: Clock) {
    super(config);
    this.clock = clock;
  }

  override createDriver(): Driver {
    return new PatientDriver(super.createDriver(), this.clock);
  }
}
