import { expect, test } from "vitest";
import { shareOf } from "./share.ts";

const list = Array.from({ length: 60 }, (_, index) => index);

test("is everything where every one is wanted", () => {
  expect(shareOf(list, { every: 1, seed: 5 })).toEqual(list);
});

test("is another one with another seed, and all of them together are everything", () => {
  const shares = Array.from({ length: 12 }, (_, seed) => shareOf(list, { every: 12, seed }));
  expect(shares.map((share) => share.length)).toEqual(Array(12).fill(5));
  expect(shares.flat().sort((a, b) => a - b)).toEqual(list);
});

test("leaves no kind out, in the order of the list", () => {
  // Six kinds in turn: every twelfth meets only one of them.
  const share = shareOf(list, { every: 12, seed: 3, kindOf: (one) => String(one % 6) });
  expect(new Set(share.map((one) => one % 6)).size).toBe(6);
  expect(share).toHaveLength(5 + 5);
  expect([...share].sort((a, b) => a - b)).toEqual(share);
});
