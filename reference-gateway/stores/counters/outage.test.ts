/**
 * A Redis server that goes away and comes back: calls fail in time meanwhile, and work again without a restart.
 */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { openRedis } from "../redis.ts";
import { steppedClock } from "../testing/clock.ts";
import { NO_REDIS, startRedis } from "../testing/redis-server.ts";
import { redisCounters } from "./redis-counters.ts";

test("counting fails while the server is down, says so in the log, and goes on when it is back", async (context) => {
  const server = await startRedis();
  if (!server) return context.skip(true, NO_REDIS);
  const events: string[] = [];
  const redis = openRedis(server.url, (_level, event) => events.push(event));
  const counters = redisCounters({ redis, clock: steppedClock() });
  const take = () => counters.take([{ key: randomUUID(), amount: 1n, limit: 1n, windowMs: 1000 }]);
  expect(await take()).toMatchObject({ ok: true });
  const closed = new Promise((resolve) => redis.once("close", resolve));
  await server.kill();
  await closed;
  await expect(take()).rejects.toThrow();
  expect(events).toContain("redis.connection-lost");
  const ready = new Promise((resolve) => redis.once("ready", resolve));
  await server.start();
  await ready;
  expect(await take()).toMatchObject({ ok: true });
  redis.disconnect();
  await server.stop();
});

test("counting fails in time where there never was a server", async () => {
  const redis = openRedis("/nonexistent/redis.sock", () => {});
  const counters = redisCounters({ redis, clock: steppedClock() });
  await expect(counters.read("key", 1000)).rejects.toThrow();
  redis.disconnect();
});
