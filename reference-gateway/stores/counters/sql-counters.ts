/**
 * Counters in a database, the same statements for both. A call that comes alone looks and counts in one statement, whose row
 * lock orders concurrent processes. Calls that come at once to one process are counted together: everybody of a limit wants
 * the same row, and five hundred who queue for its lock hold every connection of the pool meanwhile.
 * @module
 */
import { sql } from "kysely";
import type { Clock } from "../../parts.ts";
import type { Db } from "../database.ts";
import { together } from "../together.ts";
import {
  type Claim,
  type Count,
  type CounterStore,
  checkClaims,
  checkDelta,
  countClaims,
  type Taken,
} from "./counter-store.ts";

/** Most calls that are counted together: with all their claims they fit the parameters of one statement. */
const MAX_CALLS = 600;
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

/**
 * Counts calls one after another, in one transaction: their counters are locked and read by one statement, always in the same
 * order, so that two processes cannot wait for each other, and written by another.
 */
const takeAll = (db: Db, calls: readonly (readonly Claim[])[], now: number): Promise<Taken[]> =>
  db.transaction().execute(async (tx) => {
    const keys = [...new Set(calls.flatMap((claims) => claims.map(({ key }) => key)))].sort();
    const rows = await tx
      .insertInto("counter")
      .values(keys.map((key) => ({ key, used: 0n, until: 0n })))
      .onConflict((conflict) => conflict.column("key").doUpdateSet({ used: sql<bigint>`counter.used` }))
      .returning(["key", "used", "until"])
      .execute();
    const windows = new Map(rows.map((row) => [row.key, plain(row)]));
    const inTime = (key: string, windowMs: number): Count => {
      const known = windows.get(key);
      return known && known.until > now ? known : { used: 0n, until: now + windowMs };
    };
    const written = new Map<string, Count>();
    const answers = calls.map((claims) => {
      const { taken, changed } = countClaims(claims, inTime);
      for (const [key, counted] of changed) {
        windows.set(key, counted);
        written.set(key, counted);
      }
      return taken;
    });
    if (written.size > 0)
      await tx
        .insertInto("counter")
        .values([...written].map(([key, { used, until }]) => ({ key, used, until: BigInt(until) })))
        .onConflict((conflict) =>
          conflict
            .column("key")
            .doUpdateSet((eb) => ({ used: eb.ref("excluded.used"), until: eb.ref("excluded.until") })),
        )
        .execute();
    return answers;
  });

/** The counters of one database. */
export function sqlCounters({ db, clock }: { db: Db; clock: Pick<Clock, "now"> }): CounterStore {
  let sweptAt = clock.now();
  const sweep = async (now: number) => {
    if (now - sweptAt < SWEEP_MS) return;
    sweptAt = now;
    await db.deleteFrom("counter").where("until", "<=", BigInt(now)).execute();
  };
  const takeOne = async (claim: Claim, now: number): Promise<Taken> => {
    const counted = await count(db, claim, now);
    if (counted !== null) return { ok: true, counts: [counted] };
    return { ok: false, refused: 0, count: await running(db, claim.key, claim.windowMs, now) };
  };
  const take = together<readonly Claim[], Taken>(async (calls) => {
    const now = clock.now();
    const [claim, ...more] = calls.flat();
    return claim && more.length === 0 ? [await takeOne(claim, now)] : takeAll(db, calls, now);
  }, MAX_CALLS);
  return {
    take: async (claims): Promise<Taken> => {
      checkClaims(claims);
      await sweep(clock.now());
      return take(claims);
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
