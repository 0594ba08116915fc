import { expect, test } from "vitest";
import { together } from "./together.ts";

/** Work that ends when the test says so, and what it was given. */
function held() {
  const pieces: number[][] = [];
  const ends: ((cause?: Error) => void)[] = [];
  const ask = together<number, number>((asks) => {
    pieces.push([...asks]);
    return new Promise((resolve, reject) => {
      ends.push((cause) => (cause ? reject(cause) : resolve(asks.map((each) => each * 10))));
    });
  }, 3);
  return { pieces, ends, ask };
}
const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));

test("does the first piece at once, and what is asked meanwhile together, in order and at most so many", async () => {
  const { pieces, ends, ask } = held();
  const answers = Promise.all([1, 2, 3, 4, 5].map(ask));
  expect(pieces).toEqual([[1]]);
  ends[0]?.();
  await turn();
  expect(pieces).toEqual([[1], [2, 3, 4]]);
  ends[1]?.();
  await turn();
  expect(pieces).toEqual([[1], [2, 3, 4], [5]]);
  ends[2]?.();
  expect(await answers).toEqual([10, 20, 30, 40, 50]);
});

test("tells everybody of a piece that it failed, and goes on with the next", async () => {
  const { ends, ask } = held();
  const answers = Promise.allSettled([1, 2, 3, 4, 5].map(ask));
  ends[0]?.();
  await turn();
  ends[1]?.(new Error("away"));
  await turn();
  ends[2]?.();
  expect((await answers).map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "rejected",
    "rejected",
    "fulfilled",
  ]);
});

test("fails where the work answers fewer than asked", async () => {
  await expect(together<number, number>(async () => [], 3)(1)).rejects.toThrow(RangeError);
});
