/**
 * Answers on a server of the Redis protocol. Their sizes and uses stand beside them, so that the bound of the whole holds
 * whatever the server's own memory is.
 * @module
 */
import type { Redis } from "ioredis";
import type { Clock } from "../../parts.ts";
import { type AnswerStore, DEFAULT_ANSWER_LIMITS, sizeOf, slotName, slotNames } from "./answer-store.ts";

const PREFIX = "llm-gateway:answer:";
/** Names by last use, sizes by name, and their sum. */
const BOOKS = ["llm-gateway:answers:used", "llm-gateway:answers:bytes", "llm-gateway:answers:total"];
/** Entries that one call removes at most. */
const EVICTED = 1000;

/** KEYS: the entry, the books. ARGV: name, text, size, until, expiry, now, most bytes in all, prefix, most evictions. */
const PUT = `
local function forget(name)
  local size = tonumber(redis.call('HGET', KEYS[3], name) or '0')
  redis.call('DEL', ARGV[8] .. name)
  redis.call('ZREM', KEYS[2], name)
  redis.call('HDEL', KEYS[3], name)
  redis.call('DECRBY', KEYS[4], size)
end
if redis.call('HEXISTS', KEYS[3], ARGV[1]) == 1 then forget(ARGV[1]) end
redis.call('SET', KEYS[1], ARGV[4] .. ' ' .. ARGV[2], 'PX', ARGV[5])
redis.call('ZADD', KEYS[2], ARGV[6], ARGV[1])
redis.call('HSET', KEYS[3], ARGV[1], ARGV[3])
local total = redis.call('INCRBY', KEYS[4], ARGV[3])
for i = 1, tonumber(ARGV[9]) do
  if total <= tonumber(ARGV[7]) then break end
  local oldest = redis.call('ZRANGE', KEYS[2], 0, 0)[1]
  if not oldest then break end
  forget(oldest)
  total = tonumber(redis.call('GET', KEYS[4]))
end
return total
`;

export interface RedisAnswersOptions {
  redis: Redis;
  clock: Pick<Clock, "now">;
  limits?: AnswerStore["limits"];
}

export function redisAnswers({
  redis,
  clock,
  limits = DEFAULT_ANSWER_LIMITS,
}: RedisAnswersOptions): AnswerStore {
  const [used = ""] = BOOKS;
  return {
    limits,
    get: async (key, slots) => {
      const names = slotNames(key, slots);
      const values = await redis.mget(names.map((name) => PREFIX + name));
      const now = clock.now();
      const texts = values.map((value) => {
        const space = value?.indexOf(" ") ?? -1;
        return value && Number(value.slice(0, space)) > now ? value.slice(space + 1) : null;
      });
      const found = names.filter((_, slot) => texts[slot] !== null).flatMap((name) => [String(now), name]);
      if (found.length > 0) await redis.zadd(used, "XX", ...found);
      return texts;
    },
    put: async (key, slot, text, ttlMs) => {
      const size = sizeOf(text);
      if (size > limits.maxEntryBytes) return false;
      const name = slotName(key, slot);
      const now = clock.now();
      const values = [name, text, size, now + ttlMs, ttlMs, now, limits.maxTotalBytes, PREFIX, EVICTED];
      await redis.eval(PUT, 1 + BOOKS.length, PREFIX + name, ...BOOKS, ...values.map(String));
      return true;
    },
  };
}
