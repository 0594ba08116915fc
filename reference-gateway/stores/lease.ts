/**
 * Who holds reservations, and when they are taken back (BIL-01, BIL-09).
 *
 * Each gateway process is an *owner* with a lease of {@link LEASE_MS}, which it renews every {@link RENEW_MS} for as long as
 * it runs, and before it reserves if less than half is left. A reservation lives as long as its owner: no stream is too
 * long, since nothing looks at a reservation's age. Leases begin and end by the clock of the *database*, so a process whose
 * own clock is wrong neither buries others nor is buried (BIL-11). Taken back are only reservations of owners that are dead:
 * - embedded database: the owner's process was on this host and is no more (so a restart after `kill -9` frees everything
 *   at once), or the lease ran out and nothing is known of its process. A process that is there, though it sleeps, is left
 *   alone for {@link PAUSE_MS};
 * - PostgreSQL: the lease ran out; processes of other hosts cannot be looked at.
 *
 * A start leaves leases alone that ran out less than {@link GRACE_MS} ago: their owners may have been cut off from the
 * database as we were. While running, an owner is declared dead only when two looks {@link RENEW_MS} apart saw the same
 * expired lease. Whoever was buried alive goes on: the next reservation registers it anew, and what it settles of the
 * reservations that it lost is booked (`lost_reservation`).
 * @module
 */
import { readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { type RawBuilder, sql } from "kysely";
import type { Clock, Log } from "../parts.ts";
import { describeError } from "../telemetry/describe-error.ts";
import type { Db } from "./database.ts";

export const LEASE_MS = 60_000;
export const RENEW_MS = 15_000;
/** How long after its end a lease is still respected by a process that starts. */
export const GRACE_MS = 2 * RENEW_MS;
/** How long a process that is there but does not renew its lease is taken for one that sleeps. */
export const PAUSE_MS = 60 * 60_000;
/** How long a lost reservation may still be settled. */
export const LOST_MS = 7 * 24 * 60 * 60_000;

export interface Owner {
  id: string;
  host: string;
  pid: number;
}

export interface Lease {
  /** This process, as reservations name it. */
  owner: string;
  /** Renews where less than half is left. */
  ensure(): Promise<void>;
  /** Registers this process anew, after others thought it dead. */
  renew(): Promise<void>;
  /** Releases what dead owners left behind; the number of reservations. */
  recover(): Promise<number>;
  /** Gives the lease up, with whatever is still reserved. */
  close(): Promise<void>;
  /** Stops renewing and leaves everything as it is, like a process that is killed. */
  abandon(): Promise<void>;
}

export interface LeaseParts {
  db: Db;
  id: string;
  clock: Clock;
  log: Log;
  /** Milliseconds since 1970 by the clock that all owners share, as an expression of SQL. */
  databaseNow(): RawBuilder<bigint>;
  /** Whether this owner's process is certainly gone, or certainly there, whatever its lease says. */
  fateOf(owner: Owner): Fate;
}

export type Fate = "gone" | "there" | "unknown";

/** Owners of this very process: several may share it in tests and tools. */
const alive = new Set<string>();

function thisHost(): string {
  try {
    // Process ids mean something only within one namespace: containers may share a host name.
    return `${hostname()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

/** This process as an owner. */
export const thisProcess = (id: string): Owner => ({ id, host: thisHost(), pid: process.pid });

/** What can be said of an owner's process from this host. */
export function fateOfProcess({ id, host, pid }: Owner): Fate {
  if (host !== thisHost()) return "unknown";
  if (pid === process.pid) return alive.has(id) ? "there" : "gone";
  try {
    process.kill(pid, 0);
    return "there";
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH" ? "gone" : "there";
  }
}

/** Ends dead owners and their reservations, in one transaction. An owner that renewed in the meantime is left alone. */
async function bury(
  db: Db,
  dead: readonly { id: string; lease_until: bigint }[],
  /** When it was, for the reservations that may be settled after all; `null` where none may. */
  lostAt: bigint | null,
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const owners: string[] = [];
    for (const { id, lease_until } of dead) {
      const marked = await tx
        .updateTable("owner")
        .set({ lease_until: 0n })
        .where("id", "=", id)
        .where("lease_until", "=", lease_until)
        .executeTakeFirst();
      if (marked.numUpdatedRows === 1n) owners.push(id);
    }
    if (owners.length === 0) return 0;
    const freed = await tx
      .deleteFrom("reservation")
      .where("owner", "in", owners)
      .returning(["id", "tenant_id", "request_id", "amount"])
      .execute();
    for (const row of lostAt === null ? [] : freed) {
      await tx
        .insertInto("lost_reservation")
        .values({ ...row, at: lostAt ?? 0n })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .execute();
    }
    const sums = new Map<string, bigint>();
    for (const { tenant_id, amount } of freed) sums.set(tenant_id, (sums.get(tenant_id) ?? 0n) + amount);
    // Always in the same order, so that two processes cannot wait for each other.
    for (const [tenant, amount] of [...sums].sort(([a], [b]) => (a < b ? -1 : 1))) {
      await tx
        .updateTable("wallet")
        .set((row) => ({ reserved: row("reserved", "-", amount) }))
        .where("tenant_id", "=", tenant)
        .execute();
    }
    await tx.deleteFrom("owner").where("id", "in", owners).execute();
    return freed.length;
  });
}

type OwnerRow = Owner & { lease_until: bigint; now: bigint };

/** Registers this process as an owner and keeps its lease. */
export async function takeLease({ db, id, clock, log, databaseNow, fateOf }: LeaseParts): Promise<Lease> {
  const own = { ...thisProcess(id), pid: BigInt(process.pid) };
  /** By our own clock, which is good enough for a length of time. */
  let renewedAt = 0;
  const renew = async () => {
    const at = clock.now();
    const until = sql<bigint>`${databaseNow()} + cast(${BigInt(LEASE_MS)} as bigint)`;
    await db
      .insertInto("owner")
      .values({ ...own, lease_until: until })
      .onConflict((conflict) => conflict.column("id").doUpdateSet({ lease_until: until }))
      .execute();
    renewedAt = at;
  };
  const others = async (): Promise<OwnerRow[]> => {
    const rows = await db
      .selectFrom("owner")
      .selectAll()
      .select(databaseNow().as("now"))
      .where("id", "!=", id)
      .execute();
    return rows.map((row) => ({ ...row, pid: Number(row.pid) }));
  };
  const isExpired = (row: OwnerRow): boolean =>
    row.lease_until + (fateOf(row) === "there" ? BigInt(PAUSE_MS) : 0n) < row.now;
  /** Expired leases, and when each was first seen so. */
  let suspects = new Map<string, { lease: bigint; since: number }>();
  const sinceWhen = (row: OwnerRow): number => {
    const before = suspects.get(row.id);
    return before?.lease === row.lease_until ? before.since : clock.now();
  };
  const look = async (isDead: (owner: OwnerRow) => boolean) => {
    const rows = await others();
    const gone = rows.filter((row) => fateOf(row) === "gone");
    const expired = rows.filter((row) => isExpired(row) && !gone.includes(row));
    suspects = new Map(expired.map((row) => [row.id, { lease: row.lease_until, since: sinceWhen(row) }]));
    const dead = expired.filter(isDead);
    const [first] = dead;
    const freed = gone.length > 0 ? await bury(db, gone, null) : 0;
    const count = freed + (first ? await bury(db, dead, first.now) : 0);
    const owners = gone.length + dead.length;
    if (count > 0) log("warn", "wallet.recovered", { reservations: count, owners });
    return count;
  };
  let cancel = () => {};
  let working: Promise<void> = Promise.resolve();
  const tick = async () => {
    try {
      await renew();
      await look((row) => clock.now() - sinceWhen(row) >= RENEW_MS);
    } catch (error) {
      log("error", "wallet.lease-not-renewed", { ...describeError(error) });
    }
  };
  const arm = () => {
    cancel = clock.after(RENEW_MS, () => {
      working = tick().then(() => {
        if (alive.has(id)) arm();
      });
    });
  };
  const stop = async () => {
    alive.delete(id);
    cancel();
    await working;
  };
  await renew();
  alive.add(id);
  arm();
  return {
    owner: id,
    ensure: async () => {
      if (clock.now() - renewedAt > LEASE_MS / 2) await renew();
    },
    renew,
    recover: async () => {
      const count = await look((row) => row.lease_until + BigInt(GRACE_MS) < row.now);
      await db
        .deleteFrom("lost_reservation")
        .where("at", "<", sql<bigint>`${databaseNow()} - cast(${BigInt(LOST_MS)} as bigint)`)
        .execute();
      return count;
    },
    close: async () => {
      await stop();
      const row = await db.selectFrom("owner").selectAll().where("id", "=", id).executeTakeFirst();
      if (row) await bury(db, [row], null);
    },
    abandon: stop,
  };
}
