/**
 * Counters on a server of the Redis protocol: each operation is one script, which runs alone. One server, no cluster: the
 * keys of one call may lie anywhere.
 * @module
 */
import type { Redis } from "ioredis";
import { z } from "zod";
import type { Clock } from "../../parts.ts";
import { type CounterStore, checkClaims, checkDelta, type Taken } from "./counter-store.ts";

const PREFIX = "llm-gateway:counter:";
/** A key outlives its window by so much for gateways whose clocks differ; its `until` decides, not its expiry. */
const GRACE_MS = 60_000;

/**
 * Counts are 64-bit integers, and Lua's numbers are not: they are added by HINCRBY and compared as decimal text.
 * ARGV: now, then for each key amount, limit, until, expiry. Answers [0, used, until, …] or [index from 1, used, until].
 */
const TAKE = `
local now = tonumber(ARGV[1])
local function more(a, b)
  if #a ~= #b then return #a > #b end
  return a > b
end
local fresh, before = {}, {}
local function undo(last)
  for i = last, 1, -1 do
    if fresh[i] then redis.call('DEL', KEYS[i])
    else redis.call('HSET', KEYS[i], 'used', before[i]) end
  end
end
for i = 1, #KEYS do
  local stored = redis.call('HGET', KEYS[i], 'until')
  fresh[i] = not stored or tonumber(stored) <= now
  if fresh[i] then
    redis.call('DEL', KEYS[i])
    redis.call('HSET', KEYS[i], 'until', ARGV[i * 4], 'used', '0')
    redis.call('PEXPIRE', KEYS[i], ARGV[i * 4 + 1])
  end
  before[i] = redis.call('HGET', KEYS[i], 'used')
  redis.call('HINCRBY', KEYS[i], 'used', ARGV[i * 4 - 2])
  if more(redis.call('HGET', KEYS[i], 'used'), ARGV[i * 4 - 1]) then
    undo(i)
    return {i, redis.call('HGET', KEYS[i], 'used') or '0', redis.call('HGET', KEYS[i], 'until') or ARGV[i * 4]}
  end
end
local counts = {0}
for i = 1, #KEYS do
  counts[#counts + 1] = redis.call('HGET', KEYS[i], 'used')
  counts[#counts + 1] = redis.call('HGET', KEYS[i], 'until')
end
return counts
`;

/** ARGV: until, delta. */
const ADJUST = `
if redis.call('HGET', KEYS[1], 'until') ~= ARGV[1] then return 0 end
redis.call('HINCRBY', KEYS[1], 'used', ARGV[2])
if string.sub(redis.call('HGET', KEYS[1], 'used'), 1, 1) == '-' then redis.call('HSET', KEYS[1], 'used', '0') end
return 1
`;

const Counts = z.array(z.object({ used: z.coerce.bigint(), until: z.coerce.number() })).min(1);
const Answer = z
  .tuple([z.number().int().nonnegative()])
  .rest(z.string())
  .transform(([refused, ...texts]) => ({ refused, counts: Counts.parse(pairs(texts)) }));

const pairs = (texts: readonly string[]): { used?: string; until?: string }[] =>
  texts.flatMap((used, i) => (i % 2 === 0 ? [{ used, until: texts[i + 1] }] : []));

/** The counters of one server. */
export function redisCounters({ redis, clock }: { redis: Redis; clock: Pick<Clock, "now"> }): CounterStore {
  return {
    take: async (claims): Promise<Taken> => {
      checkClaims(claims);
      const now = clock.now();
      const values = claims.flatMap(({ amount, limit, windowMs }) => [
        String(amount),
        String(limit),
        String(now + windowMs),
        String(windowMs + GRACE_MS),
      ]);
      const keys = claims.map(({ key }) => PREFIX + key);
      const answer = Answer.parse(await redis.eval(TAKE, keys.length, ...keys, String(now), ...values));
      const [count] = answer.counts;
      if (answer.refused === 0 || count === undefined) return { ok: true, counts: answer.counts };
      return { ok: false, refused: answer.refused - 1, count };
    },
    adjust: async (key, until, delta) => {
      checkDelta(delta);
      await redis.eval(ADJUST, 1, PREFIX + key, String(until), String(delta));
    },
    read: async (key, windowMs) => {
      const now = clock.now();
      const [used, until] = await redis.hmget(PREFIX + key, "used", "until");
      if (!used || !until || Number(until) <= now) return { used: 0n, until: now + windowMs };
      return { used: BigInt(used), until: Number(until) };
    },
  };
}
