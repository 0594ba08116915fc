/**
 * Counters in a database, the same statements for both. Looking and counting are one statement, whose row lock orders
 * concurrent processes.
 * @module
 */
import { sql } from "kysely";
import type { Clock } from "../../parts.ts";
import type { Db } from "../database.ts";
import {
  type Claim,
  type Count,
  type CounterStore,
  checkClaims,
  checkDelta,
  type Taken,
} from "./counter-store.ts";

/** Between two removals of windows that are over. */
const SWEEP_MS = 60_000;

interface Row {
  used: bigint;
  until: bigint;
}

/** Counts one claim if it fits; `null` when it does not. */
async function count(db: Db, { key, amount, limit, windowMs }: Claim, now: number): Promise<Count | null> {
  if (amount > limit) return null;
  const [at, until] = [BigInt(now), BigInt(now + windowMs)];
  const over = sql<boolean>`counter.until <= ${at}`;
  const row = await db
    .insertInto("counter")
    .values({ key, used: amount, until })
    .onConflict((conflict) =>
      conflict
        .column("key")
        .doUpdateSet({
          used: sql<bigint>`case when ${over} then excluded.used else counter.used + excluded.used end`,
          until: sql<bigint>`case when ${over} then excluded.until else counter.until end`,
        })
        .where(sql<boolean>`(${over} or counter.used + excluded.used <= ${limit})`),
    )
    .returning(["used", "until"])
    .executeTakeFirst();
  return row === undefined ? null : plain(row);
}

const plain = ({ used, until }: Row): Count => ({ used, until: Number(until) });

async function running(db: Db, key: string, windowMs: number, now: number): Promise<Count> {
  const row = await db
    .selectFrom("counter")
    .select(["used", "until"])
    .where("key", "=", key)
    .where("until", ">", BigInt(now))
    .executeTakeFirst();
  return row === undefined ? { used: 0n, until: now + windowMs } : plain(row);
}

/** Thrown inside a transaction, to take it back. */
class Refused extends Error {
  readonly index: number;
  constructor(index: number) {
    super("refused");
    this.index = index;
  }
}

/** The counters of one database. */
export function sqlCounters({ db, clock }: { db: Db; clock: Pick<Clock, "now"> }): CounterStore {
  let sweptAt = clock.now();
  const sweep = async (now: number) => {
    if (now - sweptAt < SWEEP_MS) return;
    sweptAt = now;
    await db.deleteFrom("counter").where("until", "<=", BigInt(now)).execute();
  };
  const takeAll = (claims: readonly Claim[], now: number): Promise<Count[]> =>
    db.transaction().execute(async (tx) => {
      const counts: Count[] = [];
      // Always in the same order, so that two processes cannot wait for each other.
      const ordered = [...claims.entries()].sort(([, a], [, b]) =>
        a.key < b.key ? -1 : a.key > b.key ? 1 : 0,
      );
      for (const [index, claim] of ordered) {
        const counted = await count(tx, claim, now);
        if (counted === null) throw new Refused(index);
        counts[index] = counted;
      }
      return counts;
    });
  const take = async (claims: readonly Claim[], now: number): Promise<Count[] | number> => {
    const [only] = claims;
    if (only && claims.length === 1) {
      const counted = await count(db, only, now);
      return counted === null ? 0 : [counted];
    }
    try {
      return await takeAll(claims, now);
    } catch (thrown) {
      if (thrown instanceof Refused) return thrown.index;
      throw thrown;
    }
  };
  return {
    take: async (claims): Promise<Taken> => {
      checkClaims(claims);
      const now = clock.now();
      await sweep(now);
      const taken = await take(claims, now);
      if (typeof taken !== "number") return { ok: true, counts: taken };
      const claim = claims[taken];
      if (claim === undefined) throw new RangeError(`there is no claim ${taken}`);
      return { ok: false, refused: taken, count: await running(db, claim.key, claim.windowMs, now) };
    },
    adjust: async (key, until, delta) => {
      checkDelta(delta);
      await db
        .updateTable("counter")
        .set({ used: sql<bigint>`case when used + ${delta} < 0 then 0 else used + ${delta} end` })
        .where("key", "=", key)
        .where("until", "=", BigInt(until))
        .execute();
    },
    read: (key, windowMs) => running(db, key, windowMs, clock.now()),
  };
}
