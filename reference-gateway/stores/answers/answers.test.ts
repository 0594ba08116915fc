/**
 * What every store of answers does, in memory, in the embedded database, in PostgreSQL and on a Redis server (CAC-01).
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NO_POSTGRES } from "../testing/postgres-server.ts";
import { NO_REDIS } from "../testing/redis-server.ts";
import { sharedKinds } from "../testing/shared-places.ts";

const DAY = 86_400_000;
const WIDE = { maxEntryBytes: 1000, maxTotalBytes: 1_000_000 };

const missing = { memory: "", embedded: "", postgres: NO_POSTGRES, redis: NO_REDIS };

for (const kind of sharedKinds()) {
  describe(`${kind.name} answers`, () => {
    let there = false;
    beforeAll(async () => {
      there = await kind.prepare();
    });
    afterAll(() => kind.end());

    test("give what was kept until it is too old, each slot for itself", async (context) => {
      if (!there) return context.skip(true, missing[kind.name]);
      const { answers: open, clock } = kind.open();
      const answers = open(WIDE);
      const key = kind.unique();
      expect(await answers.get(key, 3)).toEqual([null, null, null]);
      expect(await answers.put(key, 0, "first · 日本", DAY)).toBe(true);
      expect(await answers.put(key, 2, "third", 1000)).toBe(true);
      expect(await answers.get(key, 3)).toEqual(["first · 日本", null, "third"]);
      expect(await answers.get(key, 1)).toEqual(["first · 日本"]);
      clock.step(999);
      expect((await answers.get(key, 3))[2]).toBe("third");
      clock.step(1);
      expect(await answers.get(key, 3)).toEqual(["first · 日本", null, null]);
      await answers.put(key, 0, "again", DAY);
      expect(await answers.get(key, 1)).toEqual(["again"]);
      clock.step(DAY);
      expect(await answers.get(key, 1)).toEqual([null]);
    });

    test("refuse what is larger than an entry, counted in bytes", async (context) => {
      if (!there) return context.skip(true, missing[kind.name]);
      const answers = kind.open().answers({ ...WIDE, maxEntryBytes: 4 });
      const key = kind.unique();
      expect(await answers.put(key, 0, "ééé", DAY)).toBe(false);
      expect(await answers.get(key, 1)).toEqual([null]);
      expect(await answers.put(key, 0, "éé", DAY)).toBe(true);
    });

    test("forget the least recently used where all together are too much", async (context) => {
      if (!there) return context.skip(true, missing[kind.name]);
      const { answers: open, clock } = kind.open();
      const answers = open({ maxEntryBytes: 100, maxTotalBytes: 1600 });
      const keys = Array.from({ length: 40 }, () => kind.unique());
      const text = "x".repeat(100);
      const [used = ""] = keys;
      for (const key of keys) {
        await answers.put(key, 0, text, DAY);
        // What is used again and again stays; a use is noted at most once a minute.
        clock.step(61_000);
        expect(await answers.get(used, 1)).toEqual([text]);
      }
      const kept: string[] = [];
      for (const key of keys) if ((await answers.get(key, 1))[0] !== null) kept.push(key);
      expect(kept.length).toBeLessThanOrEqual(17);
      expect(kept.length).toBeGreaterThanOrEqual(14);
      expect(kept.slice(1)).toEqual(keys.slice(-(kept.length - 1)));
    });
  });
}
