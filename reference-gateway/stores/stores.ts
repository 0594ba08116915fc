/**
 * The durable stores of one gateway process.
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Dialect, type RawBuilder, sql } from "kysely";
import { type SqlWallet, sqlWallet } from "../accounting/sql-wallet.ts";
import type { BodyStore } from "../bodies/body-store.ts";
import { sqlBodies } from "../bodies/sql-bodies.ts";
import type { Books, Clock, Ids, Log, RecordStore } from "../parts.ts";
import type { ApprovalStore } from "../passthrough/approvals.ts";
import type { PendingStore } from "../passthrough/pending.ts";
import type { StoreCheck } from "../readiness.ts";
import { addingUp } from "../records/adding-up.ts";
import type { RequestLog } from "../records/log.ts";
import { sqlRequestLog } from "../records/sql-log.ts";
import { createEncryption } from "../vault/encryption.ts";
import { type SqlGatewayKeys, sqlGatewayKeys } from "../vault/sql-gateway-keys.ts";
import { type SqlVault, sqlVault } from "../vault/sql-vault.ts";
import type { AnswerStore } from "./answers/answer-store.ts";
import { sqlAnswers } from "./answers/sql-answers.ts";
import type { CounterStore } from "./counters/counter-store.ts";
import { sqlCounters } from "./counters/sql-counters.ts";
import { type Db, StorageError } from "./database.ts";
import { openEmbedded } from "./embedded.ts";
import { fileJournal, leftBehind, NOTHING_LEFT, noJournal, type Owed } from "./journal.ts";
import { type Fate, fateOfProcess, type Owner, takeLease, thisProcess } from "./lease.ts";
import { migrate } from "./migrations/index.ts";
import { createOutbox } from "./outbox.ts";
import { owedRecords, payBack } from "./owed.ts";
import { sqlApprovals, sqlPending } from "./sql-passthrough.ts";
import { sqlRecords } from "./sql-records.ts";

/** Where the stores live. */
export type Durable = { kind: "embedded"; path: string } | { kind: "postgres"; url: string };

export interface Stores {
  db: Db;
  wallet: SqlWallet;
  vault: SqlVault;
  tenants: SqlGatewayKeys;
  records: RecordStore;
  books: Books;
  requestLog: RequestLog;
  counters: CounterStore;
  approvals: ApprovalStore;
  pending: PendingStore;
  answers: AnswerStore;
  bodies: BodyStore;
  /** Releases what dead processes left reserved; the policy is in `lease.ts`. The number of reservations. */
  recover(): Promise<number>;
  /** Gives back what is still reserved and closes the database. */
  close(): Promise<void>;
  /** Closes the database and leaves everything as it is, like a process that is killed. */
  abandon(): Promise<void>;
}

export interface StoreParts {
  clock: Clock;
  ids: Ids;
  log: Log;
  /** 32 bytes each, the first one encrypts; empty where no provider key is to be stored. */
  vaultSecrets: readonly Buffer[];
  /** What is known of an owner's process. Default: nothing for PostgreSQL, else whether it runs on this host. */
  fateOf?: (owner: Owner) => Fate;
  /** Where what a PostgreSQL server owes outlives the process; nowhere by default. An embedded database has it beside it. */
  outboxFolder?: string;
  /** The clock of leases. Default: that of a PostgreSQL server; the injected one for the embedded database, which has none. */
  leaseClock?: "server" | "injected";
  /** What stands between the queries and the driver of an embedded database: tests have it fail there. */
  through?: (dialect: Dialect) => Dialect;
}

/** The time of leases as an expression of SQL. */
function leaseTime(where: Durable, { clock, leaseClock }: StoreParts): () => RawBuilder<bigint> {
  const isServers = (leaseClock ?? (where.kind === "postgres" ? "server" : "injected")) === "server";
  if (isServers) return () => sql<bigint>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;
  return () => sql<bigint>`cast(${BigInt(clock.now())} as bigint)`;
}

/**
 * A statement that would write and finds nothing to write: it fails where the file or server is gone, read-only or held by
 * somebody else, which reading alone does not show.
 */
export const databaseCheck = (db: Db): StoreCheck => ({
  name: "database",
  check: () =>
    db
      .updateTable("owner")
      .set((row) => ({ host: row.ref("host") }))
      .where("id", "=", "")
      .execute(),
});

/** The journals of one database never get into another: their place tells whose they are. */
function journalFolder(where: Durable, base: string | undefined): string | null {
  if (where.kind === "embedded") return `${where.path}.outbox`;
  if (base === undefined) return null;
  const { host, pathname } = new URL(where.url);
  return join(
    base,
    createHash("sha256")
      .update(host + pathname)
      .digest("hex")
      .slice(0, 16),
  );
}

async function connect(where: Durable, { clock, log, through }: StoreParts): Promise<Db> {
  const db =
    where.kind === "embedded"
      ? await openEmbedded(where.path, clock, through)
      : (await import("./postgres.ts")).openPostgres(where.url, log);
  try {
    await migrate(db, clock);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/**
 * Opens the stores and brings their tables up to date. Nothing is recovered until {@link Stores.recover}.
 * @throws StorageError when the database cannot be opened or used
 */
export async function openStores(where: Durable, parts: StoreParts): Promise<Stores> {
  const { clock, ids, log, vaultSecrets } = parts;
  const db = await connect(where, parts);
  const fateOf = parts.fateOf ?? (where.kind === "embedded" ? fateOfProcess : () => "unknown");
  const databaseNow = leaseTime(where, parts);
  const id = ids.uuid();
  const lease = await takeLease({ db, id, clock, log, databaseNow, fateOf });
  const totals = addingUp(sqlRecords(db), { db, log });
  const written = totals.records;
  const folder = journalFolder(where, parts.outboxFolder);
  const journal = folder === null ? noJournal : fileJournal(folder, thisProcess(id), log);
  const perform = (owed: Owed): Promise<void> =>
    payBack(owed, { wallet: wallet.close, records: written, ids });
  const outbox = createOutbox({ perform, journal, clock, log });
  const encryption = vaultSecrets.length === 0 ? null : createEncryption(vaultSecrets);
  const wallet = sqlWallet({ db, lease, outbox, clock, ids, log });
  return {
    db,
    wallet,
    vault: sqlVault({ db, encryption, clock, ids }),
    tenants: sqlGatewayKeys(db, clock, ids),
    records: owedRecords(written, outbox, log),
    books: totals.counted(wallet.books),
    requestLog: sqlRequestLog(db),
    counters: sqlCounters({ db, clock }),
    approvals: sqlApprovals(db),
    pending: sqlPending(db),
    answers: sqlAnswers({ db, clock }),
    bodies: sqlBodies(db, encryption),
    recover: async () => {
      // Before their owner's reservations are taken back: these are to be charged.
      const left = folder === null ? NOTHING_LEFT : leftBehind(folder, parts.fateOf ?? fateOfProcess);
      for (const owed of left.owed) outbox.owe(owed);
      left.forget();
      await outbox.finish();
      return lease.recover();
    },
    close: async () => {
      await outbox.finish();
      outbox.stop();
      await totals.finish();
      await lease.close();
      await db.destroy();
    },
    abandon: async () => {
      outbox.stop();
      await totals.finish();
      await lease.abandon();
      await db.destroy();
    },
  };
}

export { StorageError };
