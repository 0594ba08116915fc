/**
 * The durable stores of one gateway process.
 * @module
 */
import { type RawBuilder, sql } from "kysely";
import { type SqlWallet, sqlWallet } from "../accounting/sql-wallet.ts";
import type { Clock, Ids, Log, RecordStore } from "../parts.ts";
import type { ApprovalStore } from "../passthrough/approvals.ts";
import type { PendingStore } from "../passthrough/pending.ts";
import type { StoreCheck } from "../readiness.ts";
import type { RequestLog } from "../records/log.ts";
import { sqlRequestLog } from "../records/sql-log.ts";
import { createSeal } from "../vault/seal.ts";
import { type SqlGatewayKeys, sqlGatewayKeys } from "../vault/sql-gateway-keys.ts";
import { type SqlVault, sqlVault } from "../vault/sql-vault.ts";
import type { AnswerStore } from "./answers/answer-store.ts";
import { sqlAnswers } from "./answers/sql-answers.ts";
import type { CounterStore } from "./counters/counter-store.ts";
import { sqlCounters } from "./counters/sql-counters.ts";
import { type Db, StorageError } from "./database.ts";
import { openEmbedded } from "./embedded.ts";
import { type Fate, fateOfProcess, type Owner, takeLease } from "./lease.ts";
import { migrate } from "./migrations/index.ts";
import { openPostgres } from "./postgres.ts";
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
  requestLog: RequestLog;
  counters: CounterStore;
  approvals: ApprovalStore;
  pending: PendingStore;
  answers: AnswerStore;
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
  /** 32 bytes each, the first one seals; empty where no provider key is to be stored. */
  vaultSecrets: readonly Buffer[];
  /** What is known of an owner's process. Default: nothing for PostgreSQL, else whether it runs on this host. */
  fateOf?: (owner: Owner) => Fate;
  /** The clock of leases. Default: that of a PostgreSQL server; the injected one for the embedded database, which has none. */
  leaseClock?: "server" | "injected";
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

async function connect(where: Durable, { clock, log }: Pick<StoreParts, "clock" | "log">): Promise<Db> {
  const db = where.kind === "embedded" ? openEmbedded(where.path, clock) : openPostgres(where.url, log);
  try {
    await migrate(db);
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
  const lease = await takeLease({ db, id: ids.uuid(), clock, log, databaseNow, fateOf });
  const wallet = sqlWallet({ db, lease, clock, ids, log });
  return {
    db,
    wallet,
    vault: sqlVault({ db, seal: vaultSecrets.length === 0 ? null : createSeal(vaultSecrets), clock, ids }),
    tenants: sqlGatewayKeys(db, clock, ids),
    records: sqlRecords(db),
    requestLog: sqlRequestLog(db),
    counters: sqlCounters({ db, clock }),
    approvals: sqlApprovals(db),
    pending: sqlPending(db),
    answers: sqlAnswers({ db, clock }),
    recover: () => lease.recover(),
    close: async () => {
      await wallet.finish();
      await lease.close();
      await db.destroy();
    },
    abandon: async () => {
      await lease.abandon();
      await db.destroy();
    },
  };
}

export { StorageError };
