import { expect, test } from "vitest";
import { hangs } from "./deadline.ts";
import { elsewhere } from "./elsewhere.ts";

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Keeps the processor until so much time has passed, letting the loop turn. */
async function works(ms: number): Promise<void> {
  const until = performance.now() + ms;
  while (performance.now() < until) {
    const slice = performance.now() + 5;
    while (performance.now() < slice);
    await turn();
  }
}

test("lets a run go on that works for longer than the deadline", async () => {
  expect(await hangs(works(600), 100)).toBe(false);
});

test("ends a run that waits for what nobody settles", async () => {
  expect(await hangs(new Promise(() => {}), 50)).toBe(true);
});

test("ends a run that works without end", async () => {
  let isOver = false;
  const endless = async () => {
    while (!isOver) await works(10);
  };
  expect(await hangs(endless(), 20)).toBe(true);
  isOver = true;
});

test("passes on what a run throws", async () => {
  await expect(hangs(Promise.reject(new Error("no")), 50)).rejects.toThrow("no");
});

test("lets a run go on whose work is elsewhere for longer than the deadline", async () => {
  const slow = elsewhere.during(() => new Promise<void>((resolve) => setTimeout(resolve, 300)));
  expect(await hangs(slow, 50)).toBe(false);
  expect(elsewhere.isBusy).toBe(false);
});

test("ends a run whose work elsewhere never ends", async () => {
  elsewhere.begin();
  expect(await hangs(new Promise(() => {}), 10)).toBe(true);
  elsewhere.end();
});

test("forgets work elsewhere that fails", async () => {
  await expect(elsewhere.during(() => Promise.reject(new Error("full")))).rejects.toThrow("full");
  expect(elsewhere.isBusy).toBe(false);
});
