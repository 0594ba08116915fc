/**
 * Who holds reservations, and when they are taken back (BIL-01, BIL-09).
 *
 * Each gateway process is an *owner* with a lease of {@link LEASE_MS}, which it renews every {@link RENEW_MS} by the
 * injected clock for as long as it runs, and before it reserves if less than half is left. A reservation lives as long as
 * its owner: no stream is too long, since nothing looks at a reservation's age. Taken back are only reservations of owners
 * that are dead:
 * - embedded database: the lease ran out, or the owner's process was on this host and is no more (so a restart after
 *   `kill -9` frees everything at once);
 * - PostgreSQL: the lease ran out; processes of other hosts cannot be looked at.
 *
 * At start that is done at once. While running, an owner is declared dead only when two looks {@link RENEW_MS} apart saw
 * the same expired lease, so that processes that were all cut off from their database do not bury one another when it comes
 * back. A reservation that was taken back can no longer be settled.
 * @module
 */
import { readlinkSync } from "node:fs";
import { hostname } from "node:os";
import type { Clock, Log } from "../parts.ts";
import type { Db } from "./database.ts";

export const LEASE_MS = 60_000;
export const RENEW_MS = 15_000;

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
  /** Is this owner's process certainly gone, whatever its lease says? */
  isGone(owner: Owner): boolean;
}

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

/** `true` when the owner's process was on this host and is no more. */
export function processIsGone({ id, host, pid }: Owner): boolean {
  if (host !== thisHost()) return false;
  if (pid === process.pid) return !alive.has(id);
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

/** Ends dead owners and their reservations, in one transaction. An owner that renewed in the meantime is left alone. */
async function bury(db: Db, dead: readonly { id: string; lease_until: bigint }[]): Promise<number> {
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
      .returning(["tenant_id", "amount"])
      .execute();
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

/** Registers this process as an owner and keeps its lease. */
export async function takeLease({ db, id, clock, log, isGone }: LeaseParts): Promise<Lease> {
  const own = { id, host: thisHost(), pid: process.pid };
  let until = 0;
  const renew = async () => {
    const next = clock.now() + LEASE_MS;
    await db
      .insertInto("owner")
      .values({ ...own, pid: BigInt(own.pid), lease_until: BigInt(next) })
      .onConflict((conflict) => conflict.column("id").doUpdateSet({ lease_until: BigInt(next) }))
      .execute();
    until = next;
  };
  const others = () => db.selectFrom("owner").selectAll().where("id", "!=", id).execute();
  /** Expired leases at the last look. */
  let suspects = new Map<string, bigint>();
  const look = async (isDead: (owner: { id: string; lease_until: bigint }) => boolean) => {
    const rows = await others();
    const expired = rows.filter((row) => row.lease_until < BigInt(clock.now()));
    const gone = rows.filter((row) => isGone({ ...row, pid: Number(row.pid) }));
    const dead = [...new Set([...gone, ...expired.filter(isDead)])];
    suspects = new Map(expired.map((row) => [row.id, row.lease_until]));
    const count = dead.length === 0 ? 0 : await bury(db, dead);
    if (count > 0) log("warn", "wallet.recovered", { reservations: count, owners: dead.length });
    return count;
  };
  let cancel = () => {};
  let working: Promise<void> = Promise.resolve();
  const tick = async () => {
    try {
      await renew();
      await look((row) => suspects.get(row.id) === row.lease_until);
    } catch (error) {
      log("error", "wallet.lease-not-renewed", { error: error instanceof Error ? error.name : "unknown" });
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
      if (until - clock.now() < LEASE_MS / 2) await renew();
    },
    recover: () => look(() => true),
    close: async () => {
      await stop();
      const row = await db.selectFrom("owner").selectAll().where("id", "=", id).executeTakeFirst();
      if (row) await bury(db, [row]);
    },
    abandon: stop,
  };
}
