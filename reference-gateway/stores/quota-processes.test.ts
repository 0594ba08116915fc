/**
 * Two gateway processes under one quota, one of which is killed in between (LIM-01).
 */
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { NO_POSTGRES, type PostgresServer, startPostgres } from "./testing/postgres-server.ts";
import { ask, type SlowGateway, startSlowGateway } from "./testing/process.ts";
import { NO_REDIS, type RedisServer, startRedis } from "./testing/redis-server.ts";

const QUOTA = 100;
const CALLERS = 500;
/** So many callers ask each process before one of them is killed; the others come afterwards. */
const FIRST = 40;
const POLICY = { "helicone-ratelimit-policy": `${QUOTA};w=31536000` };

const running = new Set<SlowGateway>();
let postgres: PostgresServer | null = null;
let redis: RedisServer | null = null;
beforeAll(async () => {
  postgres = await startPostgres();
  redis = await startRedis();
});
afterEach(() => {
  for (const { child } of running) child.kill("SIGKILL");
  running.clear();
});
afterAll(async () => {
  await redis?.stop();
  await postgres?.stop();
});

/** So many callers at once. @returns the statuses that they got; a connection that broke is 0 */
function callers({ url }: SlowGateway, count: number, onRefused: () => void): Promise<number>[] {
  return Array.from({ length: count }, async () => {
    const answer = await ask(url, randomUUID(), POLICY).catch(() => null);
    if (answer?.status === 429) onRefused();
    return answer?.status ?? 0;
  });
}

test("500 callers at two processes on PostgreSQL and Redis pass a quota of 100 exactly 100 times, though one is killed", async (context) => {
  if (!postgres) return context.skip(true, NO_POSTGRES);
  if (!redis) return context.skip(true, NO_REDIS);
  const env = { DATABASE_URL: await postgres.database(), REDIS_URL: redis.url, WALLET_USD: "1000" };
  const [dying, living] = await Promise.all([startSlowGateway(env), startSlowGateway(env)]);
  for (const gateway of [dying, living]) running.add(gateway);
  let refused = 0;
  let decided = () => {};
  const onRefused = () => {
    refused += 1;
    decided();
  };
  const lost = callers(dying, FIRST, onRefused);
  const early = callers(living, FIRST, onRefused);
  await Promise.all([dying.untilSent(FIRST), living.untilSent(FIRST)]);
  // What it let through is counted, whatever became of it.
  await dying.kill();
  expect(await Promise.all(lost)).toEqual(Array(FIRST).fill(0));
  const rest = CALLERS - 2 * FIRST;
  const left = QUOTA - 2 * FIRST;
  const allRefused = new Promise<void>((resolve) => {
    decided = () => void (refused >= rest - left && resolve());
  });
  const late = callers(living, rest, onRefused);
  await Promise.all([living.untilSent(FIRST + left), allRefused]);
  living.answer(CALLERS);
  const statuses = await Promise.all([...early, ...late]);
  const count = (status: number) => statuses.filter((given) => given === status).length;
  expect([count(200), count(429)]).toEqual([FIRST + left, rest - left]);
  expect(dying.sent() + living.sent()).toBe(QUOTA);
}, 120_000);
