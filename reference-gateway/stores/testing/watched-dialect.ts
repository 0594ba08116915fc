/**
 * A dialect that tells when connections are held.
 * @module
 */
import type { DatabaseConnection, Dialect, Driver } from "kysely";

export interface Watch {
  /** Somebody holds a connection from now on, or waits for one. */
  begin(): void;
  end(): void;
  /** Sees each statement before it runs. @throws what the database says in its place */
  before?(statement: string): void;
}

/** The same dialect, watched. Everything above the driver is the gateway's own. */
export function watched(dialect: Dialect, watch: Watch): Dialect {
  const known = new WeakSet<DatabaseConnection>();
  const asked = (connection: DatabaseConnection): DatabaseConnection => {
    if (known.has(connection)) return connection;
    known.add(connection);
    const execute = connection.executeQuery.bind(connection);
    return Object.assign(connection, {
      executeQuery: async (query: Parameters<typeof execute>[0]) => {
        watch.before?.(query.sql);
        return execute(query);
      },
    });
  };
  const driverOf = (driver: Driver): Driver => {
    const acquire = driver.acquireConnection.bind(driver);
    const release = driver.releaseConnection.bind(driver);
    return Object.assign(driver, {
      acquireConnection: async () => {
        watch.begin();
        try {
          return asked(await acquire());
        } catch (thrown) {
          watch.end();
          throw thrown;
        }
      },
      releaseConnection: async (connection: DatabaseConnection) => {
        await release(connection);
        watch.end();
      },
    });
  };
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => driverOf(dialect.createDriver()),
  };
}
