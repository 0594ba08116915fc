/**
 * Two gateway processes under one quota, one of which is killed in between (LIM-01).
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "quota-"));
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
  rmSync(folder, { recursive: true, force: true });
});

/**
 * So many callers at once.
 * @param onRefused told of each that got something else than an answer
 * @returns what they got: the status, and the code of an error; a connection that broke is `broken`
 */
function callers({ url }: SlowGateway, count: number, onRefused: () => void): Promise<string>[] {
  return Array.from({ length: count }, async () => {
    const answer = await ask(url, randomUUID(), POLICY).catch(() => null);
    if (answer?.status !== 200) onRefused();
    if (!answer) return "broken";
    const [, code = ""] = /"code":"(\w+)"/.exec(answer.text) ?? [];
    return `${answer.status} ${code}`.trim();
  });
}

interface Place {
  name: string;
  missing: string;
  /** Where both processes keep what they share; `null` where this machine lacks it. */
  open(): Promise<Record<string, string> | null>;
}

const PLACES: readonly Place[] = [
  {
    name: "PostgreSQL and Redis",
    missing: `${NO_POSTGRES}; ${NO_REDIS}`,
    open: async () =>
      postgres && redis ? { DATABASE_URL: await postgres.database(), REDIS_URL: redis.url } : null,
  },
  {
    name: "PostgreSQL alone",
    missing: NO_POSTGRES,
    open: async () => (postgres ? { DATABASE_URL: await postgres.database() } : null),
  },
  {
    name: "the embedded database",
    missing: "",
    open: async () => ({ DATABASE_URL: `file:${join(folder, "gateway.db")}` }),
  },
];

test.for(PLACES)(
  "500 callers at two processes on $name pass a quota of 100 exactly 100 times, though one is killed",
  { timeout: 120_000 },
  async ({ open, missing }, context) => {
    const place = await open();
    if (!place) return context.skip(true, missing);
    const env = { ...place, WALLET_USD: "1000", PATIENCE: "60" };
    const [dying, living] = await Promise.all([startSlowGateway(env), startSlowGateway(env)]);
    for (const gateway of [dying, living]) running.add(gateway);
    let refused = 0;
    let decided = () => {};
    const onRefused = () => {
      refused += 1;
      decided();
    };
    const lost = callers(dying, FIRST, () => {});
    const early = callers(living, FIRST, onRefused);
    await Promise.all([dying.untilSent(FIRST), living.untilSent(FIRST)]);
    // What it let through is counted, whatever became of it.
    await dying.kill();
    expect(await Promise.all(lost)).toEqual(Array(FIRST).fill("broken"));
    const rest = CALLERS - 2 * FIRST;
    const left = QUOTA - 2 * FIRST;
    const allRefused = new Promise<void>((resolve) => {
      decided = () => void (refused >= rest - left && resolve());
    });
    const late = callers(living, rest, onRefused);
    await Promise.all([living.untilSent(FIRST + left), allRefused]);
    living.answer(CALLERS);
    const given = await Promise.all([...early, ...late]);
    const counts = Object.fromEntries([...new Set(given)].map((each) => [each, 0]));
    for (const each of given) counts[each] = (counts[each] ?? 0) + 1;
    expect(counts).toEqual({ 200: FIRST + left, "429 rate_limited": rest - left });
    expect(dying.sent() + living.sent()).toBe(QUOTA);
  },
);
