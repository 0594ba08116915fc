/**
 * Answers in a database.
 * @module
 */
import { sql } from "kysely";
import type { Clock } from "../../parts.ts";
import type { Db } from "../database.ts";
import { type AnswerStore, DEFAULT_ANSWER_LIMITS, sizeOf, slotName, slotNames } from "./answer-store.ts";

/** A use is noted at most so often: the order of eviction needs no more, and a hit should not cost a write. */
const NOTE_MS = 60_000;
/** The total is looked at when a process has stored this part of it since the last look. */
const LOOK_PART = 16;
/** Rows that one look removes at most. */
const EVICTED = 1000;

export interface SqlAnswersOptions {
  db: Db;
  clock: Pick<Clock, "now">;
  limits?: AnswerStore["limits"];
}

/** Removes what is too old, then the least recently used until the rest fits. */
async function evict(db: Db, now: number, maxTotalBytes: number): Promise<void> {
  await db.deleteFrom("answer").where("until", "<=", BigInt(now)).execute();
  const { total } = await db
    .selectFrom("answer")
    .select(sql<bigint>`cast(coalesce(sum(bytes), 0) as bigint)`.as("total"))
    .executeTakeFirstOrThrow();
  let left = total - BigInt(maxTotalBytes);
  if (left <= 0n) return;
  const oldest = await db
    .selectFrom("answer")
    .select(["key", "bytes"])
    .orderBy("used_at")
    .limit(EVICTED)
    .execute();
  const gone: string[] = [];
  for (const { key, bytes } of oldest) {
    if (left <= 0n) break;
    gone.push(key);
    left -= bytes;
  }
  await db.deleteFrom("answer").where("key", "in", gone).execute();
}

export function sqlAnswers({ db, clock, limits = DEFAULT_ANSWER_LIMITS }: SqlAnswersOptions): AnswerStore {
  let storedSince = 0;
  return {
    limits,
    get: async (key, slots) => {
      const now = BigInt(clock.now());
      const names = slotNames(key, slots);
      const rows = await db
        .selectFrom("answer")
        .select(["key", "text", "used_at"])
        .where("key", "in", names)
        .where("until", ">", now)
        .execute();
      const stale = rows.filter(({ used_at }) => used_at < now - BigInt(NOTE_MS)).map((row) => row.key);
      if (stale.length > 0)
        await db.updateTable("answer").set({ used_at: now }).where("key", "in", stale).execute();
      return names.map((name) => rows.find((row) => row.key === name)?.text ?? null);
    },
    put: async (key, slot, text, ttlMs) => {
      const size = sizeOf(text);
      if (size > limits.maxEntryBytes) return false;
      const now = clock.now();
      const row = { text, bytes: BigInt(size), until: BigInt(now + ttlMs), used_at: BigInt(now) };
      await db
        .insertInto("answer")
        .values({ key: slotName(key, slot), ...row })
        .onConflict((conflict) => conflict.column("key").doUpdateSet(row))
        .execute();
      storedSince += size;
      if (storedSince < limits.maxTotalBytes / LOOK_PART) return true;
      storedSince = 0;
      await evict(db, now, limits.maxTotalBytes);
      return true;
    },
  };
}
