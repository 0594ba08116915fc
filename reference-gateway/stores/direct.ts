/**
 * Kysely without what it does around each transaction and around each query that is in words already: dozens of promises and
 * objects, which take longer than the statements. What is written with its words goes its way.
 * @module
 */
import {
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  type Driver,
  Kysely,
  type KyselyProps,
  type QueryResult,
  SingleConnectionProvider,
  Transaction,
  TransactionBuilder,
} from "kysely";
import type { Db, Tables } from "./database.ts";

/** The driver of an open database: the same one, however it is asked. */
class Opened {
  readonly dialect: Dialect;
  readonly driver: Driver;
  private ready: Promise<void> | null = null;
  private closed: Promise<void> | null = null;

  constructor(given: Dialect) {
    const driver = given.createDriver();
    const [compiler, adapter] = [given.createQueryCompiler(), given.createAdapter()];
    this.driver = driver;
    this.dialect = {
      createAdapter: () => adapter,
      createDriver: () => driver,
      createIntrospector: (db) => given.createIntrospector(db),
      createQueryCompiler: () => compiler,
    };
  }

  async acquire(): Promise<DatabaseConnection> {
    if (this.closed !== null) throw new Error("the database is closed");
    this.ready ??= this.driver.init();
    await this.ready;
    return this.driver.acquireConnection();
  }

  close(): Promise<void> {
    this.closed ??= this.driver.destroy();
    return this.closed;
  }
}

/** The connection of a transaction, which nobody gets once that has ended: what came too late would stand alone. */
class OwnConnection extends SingleConnectionProvider {
  private readonly connection: DatabaseConnection;
  isOver = false;

  constructor(connection: DatabaseConnection) {
    super(connection);
    this.connection = connection;
  }

  now(): DatabaseConnection {
    if (this.isOver) throw new Error("the transaction has ended");
    return this.connection;
  }

  override async provideConnection<T>(consumer: (its: DatabaseConnection) => Promise<T>): Promise<T> {
    this.now();
    return super.provideConnection(consumer);
  }
}

class DirectTransaction extends Transaction<Tables> {
  private readonly own: OwnConnection;

  constructor(own: OwnConnection, { dialect, driver }: Opened) {
    const executor = new DefaultQueryExecutor(dialect.createQueryCompiler(), dialect.createAdapter(), own);
    super({ config: { dialect }, dialect, driver, executor });
    this.own = own;
  }

  async ask<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>> {
    return this.own.now().executeQuery<Row>(query);
  }
}

class DirectTransactions extends TransactionBuilder<Tables> {
  private readonly opened: Opened;

  constructor(props: KyselyProps, opened: Opened) {
    super(props);
    this.opened = opened;
  }

  override async execute<T>(work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
    const { driver } = this.opened;
    const connection = await this.opened.acquire();
    try {
      await driver.beginTransaction(connection, {});
      const own = new OwnConnection(connection);
      try {
        const done = await work(new DirectTransaction(own, this.opened));
        own.isOver = true;
        await driver.commitTransaction(connection);
        return done;
      } catch (error) {
        own.isOver = true;
        // Where even that fails, what went wrong first is what counts: a commit that failed has left nothing to undo.
        await driver.rollbackTransaction(connection).catch(() => {});
        throw error;
      }
    } finally {
      await driver.releaseConnection(connection);
    }
  }
}

class DirectDb extends Kysely<Tables> {
  private readonly opened: Opened;
  private readonly transactions: DirectTransactions;

  constructor(opened: Opened) {
    const { dialect, driver } = opened;
    super({ dialect });
    this.opened = opened;
    const props = { config: { dialect }, dialect, driver, executor: this.getExecutor() };
    this.transactions = new DirectTransactions(props, opened);
  }

  override transaction(): TransactionBuilder<Tables> {
    return this.transactions;
  }

  override destroy(): Promise<void> {
    return this.opened.close();
  }

  async ask<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>> {
    const connection = await this.opened.acquire();
    try {
      return await connection.executeQuery<Row>(query);
    } finally {
      await this.opened.driver.releaseConnection(connection);
    }
  }
}

/** Opens a database. */
export const openDirect = (dialect: Dialect): Db => new DirectDb(new Opened(dialect));

/** Runs a query that is in words already, in a database or a transaction. */
export function ask<Row>(db: Db, query: CompiledQuery<Row>): Promise<QueryResult<Row>> {
  return db instanceof DirectTransaction || db instanceof DirectDb ? db.ask(query) : db.executeQuery(query);
}
