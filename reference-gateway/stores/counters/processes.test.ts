/**
 * Two processes that count in one store, one of which is killed (LIM-01).
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openPostgres } from "../postgres.ts";
import { openRedis } from "../redis.ts";
import { steppedClock } from "../testing/clock.ts";
import { NO_POSTGRES, startPostgres } from "../testing/postgres-server.ts";
import { LAUNCHER } from "../testing/process.ts";
import { NO_REDIS, startRedis } from "../testing/redis-server.ts";
import { redisCounters } from "./redis-counters.ts";
import { sqlCounters } from "./sql-counters.ts";

const NAME = "../reference-gateway/stores/testing/counting-process";
const CALLERS = 500;
const QUOTA = 100;
const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

/** A counting process, and what it told of its claims so far. */
async function start(url: string) {
  const child = spawn(process.execPath, [LAUNCHER, NAME], {
    env: { PATH: process.env.PATH, STORE_URL: url },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  running.add(child);
  const told: boolean[] = [];
  const watchers = new Set<() => void>();
  child.on("message", ({ ok }: { ok?: boolean }) => {
    if (ok !== undefined) told.push(ok);
    for (const watcher of watchers) watcher();
  });
  await once(child, "message");
  return {
    child,
    taken: () => told.filter((ok) => ok).length,
    claim: (key: string) => void child.send({ claims: CALLERS, key, limit: QUOTA }),
    until: (answers: number) =>
      new Promise<void>((resolve) => {
        const watcher = () => void (told.length >= answers && resolve());
        watchers.add(watcher);
        watcher();
      }),
  };
}

const postgres = {
  name: "PostgreSQL",
  missing: NO_POSTGRES,
  start: async () => {
    const server = await startPostgres();
    if (!server) return null;
    const url = await server.database();
    const db = openPostgres(url, () => {});
    const end = async () => {
      await db.destroy();
      await server.stop();
    };
    return { url, end, counters: sqlCounters({ db, clock: steppedClock(Date.now()) }) };
  },
};

const redis = {
  name: "Redis",
  missing: NO_REDIS,
  start: async () => {
    const server = await startRedis();
    if (!server) return null;
    const client = openRedis(server.url, () => {});
    const end = async () => {
      client.disconnect();
      await server.stop();
    };
    return {
      url: server.url,
      end,
      counters: redisCounters({ redis: client, clock: steppedClock(Date.now()) }),
    };
  },
};

describe.each([postgres, redis])("two processes on one $name", ({ missing, start: startStore }) => {
  let store: Awaited<ReturnType<typeof startStore>> = null;
  beforeAll(async () => {
    store = await startStore();
  });
  afterAll(async () => store?.end());

  test("take exactly 100 of a quota of 100 with 500 callers each", async (context) => {
    if (!store) return context.skip(true, missing);
    const { url } = store;
    const both = await Promise.all([start(url), start(url)]);
    for (const each of both) each.claim("together");
    await Promise.all(both.map((each) => each.until(CALLERS)));
    expect(both.reduce((sum, each) => sum + each.taken(), 0)).toBe(QUOTA);
    expect(await store.counters.read("together", 1)).toMatchObject({ used: BigInt(QUOTA) });
  });

  test("keep to the quota where one of them is killed while it counts", async (context) => {
    if (!store) return context.skip(true, missing);
    const { url } = store;
    const [dying, living] = await Promise.all([start(url), start(url)]);
    dying.claim("survived");
    // Some of its claims are taken by now, and the rest may be on the way.
    await dying.until(1);
    dying.child.kill("SIGKILL");
    await once(dying.child, "exit");
    living.claim("survived");
    await living.until(CALLERS);
    expect(await store.counters.read("survived", 1)).toMatchObject({ used: BigInt(QUOTA) });
    expect(dying.taken()).toBeGreaterThan(0);
    expect(dying.taken() + living.taken()).toBeLessThanOrEqual(QUOTA);
  });
});
