/**
 * A process that counts, for tests of several at once: told `{ claims, key, limit }`, it makes so many claims of 1 at once
 * and tells `{ ok }` for each as it comes back.
 * @module
 */
import type { CounterStore } from "../counters/counter-store.ts";
import { redisCounters } from "../counters/redis-counters.ts";
import { sqlCounters } from "../counters/sql-counters.ts";
import { migrate } from "../migrations/index.ts";
import { openPostgres } from "../postgres.ts";
import { openRedis } from "../redis.ts";

/** What is counted does not depend on how busy the machine is. */
const COMMAND_MS = 120_000;

const log = () => {};
const clock = { now: () => Date.now() };

/** The store at an address: `postgres://…` or anything that `REDIS_URL` takes. */
async function openAt(url: string): Promise<CounterStore> {
  if (!url.startsWith("postgres://")) return redisCounters({ redis: openRedis(url, log, COMMAND_MS), clock });
  const db = openPostgres(url, log);
  await migrate(db);
  return sqlCounters({ db, clock });
}

const counters = await openAt(process.env.STORE_URL ?? "");
process.on("message", ({ claims, key, limit }: { claims: number; key: string; limit: number }) => {
  for (let i = 0; i < claims; i++) {
    const claim = { key, amount: 1n, limit: BigInt(limit), windowMs: 3_600_000 };
    void counters.take([claim]).then(({ ok }) => process.send?.({ ok }));
  }
});
process.once("disconnect", () => process.exit(0));
process.send?.({ ready: true });
