/** A pool of readers, over things that are held as long as a test says. */
import { expect, test } from "vitest";
import { Pool } from "./pool.ts";

function counted(most: number) {
  let opened = 0;
  const pool = new Pool(most, async () => ++opened);
  return { pool, opened: () => opened };
}

/** Something that is in use until it is told otherwise. */
function held(pool: Pool<number>): { done: Promise<number>; free(): void } {
  let free = () => {};
  const freed = new Promise<void>((resolve) => {
    free = resolve;
  });
  return { done: pool.use((item) => freed.then(() => item)), free };
}

test("opens no more than are used at once, and no more than it may", async () => {
  const { pool, opened } = counted(2);
  await pool.use(async () => {});
  await pool.use(async () => {});
  expect(opened()).toBe(1);
  const all = [held(pool), held(pool), held(pool)];
  for (const each of all) each.free();
  expect(await Promise.all(all.map(({ done }) => done))).toHaveLength(3);
  expect(opened()).toBe(2);
});

test("serves others while one of them is held", async () => {
  const { pool } = counted(2);
  const long = held(pool);
  expect(await pool.use(async (item) => item)).toBe(2);
  expect(await pool.use(async (item) => item)).toBe(2);
  long.free();
  expect(await long.done).toBe(1);
});

test("gives a place back where opening or the work fails", async () => {
  let isBroken = true;
  const pool = new Pool(1, async () => {
    if (isBroken) throw new Error("cannot open");
    return 1;
  });
  await expect(pool.use(async () => {})).rejects.toThrow("cannot open");
  isBroken = false;
  await expect(pool.use(() => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  expect(await pool.use(async (item) => item)).toBe(1);
});

test("waits for who uses one before it finishes, and serves nobody afterwards", async () => {
  const { pool } = counted(2);
  const long = held(pool);
  const finished = pool.finish();
  long.free();
  expect(await finished).toEqual([1]);
  await expect(pool.use(async () => {})).rejects.toThrow("closed");
});
