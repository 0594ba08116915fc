/**
 * The embedded database behind Kysely: one connection writes, in groups (`group-commit.ts`), a few read what is committed,
 * so that neither a long query nor a commit keeps anybody else, least of all the event loop.
 * @module
 */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import type { Clock } from "../parts.ts";
import type { EmbeddedHandle } from "./embedded-handle.ts";
import { type Group, GroupCommit, LOCKED_MS, patiently } from "./group-commit.ts";
import { Pool } from "./pool.ts";

/** What the driver is made of. */
export interface EmbeddedParts {
  writer: EmbeddedHandle;
  /** Opens one more connection, which reads only. */
  openReader(): Promise<EmbeddedHandle>;
  /** Most of these. */
  readers: number;
  clock: Clock;
}

const SAVEPOINT = "savepoint member";
const RELEASE = "release member";
const ROLLBACK = "rollback to member";
const plain = (sql: string) => ({ sql, parameters: [] });

/** Queries written by hand are reads where they begin like one; a reader refuses to write. */
const isRead = ({ query, sql }: CompiledQuery): boolean =>
  query.kind === "RawNode" ? /^\s*(?:select|with)\b/i.test(sql) : SelectQueryNode.is(query);

class EmbeddedConnection implements DatabaseConnection {
  /** The group in which this connection's transaction is; `null` outside of one. */
  private group: Group | null = null;
  /** Until when a lock is waited for, by the injected clock. */
  private readonly until: number;
  private readonly parts: Pick<EmbeddedParts, "writer" | "clock">;
  private readonly groups: GroupCommit;
  private readonly readers: Pool<EmbeddedHandle>;

  constructor(
    parts: Pick<EmbeddedParts, "writer" | "clock">,
    groups: GroupCommit,
    readers: Pool<EmbeddedHandle>,
  ) {
    this.parts = parts;
    this.groups = groups;
    this.readers = readers;
    this.until = parts.clock.now() + LOCKED_MS;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.group) return this.write(this.group, query);
    return isRead(query) ? this.read(query) : this.writeAlone(query);
  }

  private async writeAlone<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const group = await this.groups.enter(this.until);
    const written = this.write<R>(group, query);
    // A statement that fails undoes itself; what it saw of others of the group is certain only when the group is.
    await written.catch(() => {});
    await this.groups.leave(group);
    return written;
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error("the embedded database does not stream rows");
  }

  private read<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.readers.use((reader) =>
      patiently(this.parts.clock, this.until, () => reader.query<R>(query)),
    );
  }

  private async write<R>(
    group: Group,
    query: Pick<CompiledQuery, "sql" | "parameters">,
  ): Promise<QueryResult<R>> {
    // Without its transaction a statement would stand alone.
    if (group.lost) throw group.lost.cause;
    try {
      return await this.parts.writer.query<R>(query);
    } catch (error) {
      this.groups.failed(group, error);
      throw error;
    }
  }

  /** Opens a transaction: a part of the group's, which can be undone alone. */
  async begin(): Promise<void> {
    const group = await this.groups.enter(this.until);
    try {
      await this.write(group, plain(SAVEPOINT));
      this.group = group;
    } catch (error) {
      await this.groups.leave(group);
      throw error;
    }
  }

  /** Ends the transaction; resolves when it is certain. */
  async end(undo: boolean): Promise<void> {
    const { group } = this;
    if (!group) throw new Error("there is no transaction to end");
    this.group = null;
    try {
      if (undo && !group.lost) await this.write(group, plain(ROLLBACK));
      if (!group.lost) await this.write(group, plain(RELEASE));
    } finally {
      await this.groups.leave(group);
    }
  }
}

class EmbeddedDriver implements Driver {
  private readonly parts: EmbeddedParts;
  private readonly groups: GroupCommit;
  private readonly readers: Pool<EmbeddedHandle>;

  constructor(parts: EmbeddedParts) {
    const { writer, clock } = parts;
    this.parts = parts;
    this.readers = new Pool(parts.readers, parts.openReader);
    this.groups = new GroupCommit(
      {
        begin: () => writer.exec("begin immediate"),
        commit: () => writer.exec("commit"),
        rollback: () => writer.exec("rollback"),
        isOpen: () => writer.isInTransaction(),
      },
      clock,
    );
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<EmbeddedConnection> {
    return new EmbeddedConnection(this.parts, this.groups, this.readers);
  }

  beginTransaction(connection: EmbeddedConnection): Promise<void> {
    return connection.begin();
  }

  commitTransaction(connection: EmbeddedConnection): Promise<void> {
    return connection.end(false);
  }

  rollbackTransaction(connection: EmbeddedConnection): Promise<void> {
    return connection.end(true);
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    await this.groups.finish();
    for (const reader of await this.readers.finish()) reader.close();
    // So that the file alone is everything: the driver leaves the log beside it.
    await this.parts.writer.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    this.parts.writer.close();
  }
}

/** Migrations run in one transaction, so that of two processes that open a file at once one waits for the other. */
class EmbeddedAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** The dialect of the embedded database. */
export function embeddedDialect(parts: EmbeddedParts): Dialect {
  return {
    createAdapter: () => new EmbeddedAdapter(),
    createDriver: () => new EmbeddedDriver(parts),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}
