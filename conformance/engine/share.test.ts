import { expect, test } from "vitest";
import { ALONE } from "./deal.ts";
import { shareOf, type Thinning } from "./share.ts";

const list = Array.from({ length: 60 }, (_, index) => index);
const sorted = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b);
const among = (of: number, index = 0, every = 12): Thinning => ({
  every,
  seed: 7,
  position: { among: { index, of }, atProvider: { index: index % 2, of: 2 } },
});
/** What so many runs try between them. */
const together = (some: readonly number[], of: number, how?: { own?: boolean }) =>
  sorted(new Set(Array.from({ length: of }, (_, index) => shareOf(some, among(of, index), how)).flat()));

test("is everything where every one is wanted, whoever else runs the case", () => {
  expect(shareOf(list, among(70, 3, 1))).toEqual(list);
});

test("leaves nothing out between the runs that share, however many there are", () => {
  for (const length of [5, 13, 29, 60]) {
    const some = list.slice(0, length);
    for (const of of [3, 15, 70]) expect(together(some, of), `${length} among ${of}`).toEqual(some);
  }
});

test("is a few at least, and all where there are no more", () => {
  expect(shareOf(list, among(70))).toHaveLength(4);
  expect(shareOf(list.slice(0, 3), among(70))).toEqual([0, 1, 2]);
  expect(shareOf(list.slice(0, 3), among(70, 1), { least: 1 })).toHaveLength(1);
});

test("is no larger than the run wants where few share many combinations", () => {
  const many = Array.from({ length: 600 }, (_, index) => index);
  expect(shareOf(many, among(2))).toHaveLength(50);
  expect(shareOf(list, among(2))).toHaveLength(25);
  expect(shareOf(list.slice(0, 20), { every: 12, seed: 7, position: ALONE })).toHaveLength(20);
});

test("shares what is the provider's own between its modes alone", () => {
  const own = list.slice(0, 28);
  expect(shareOf(own, among(70), { own: true })).toHaveLength(14);
  expect(sorted([0, 1].flatMap((index) => shareOf(own, among(70, index), { own: true })))).toEqual(own);
});

test("leaves no kind out, in the order of the list", () => {
  const share = shareOf(list, among(70), { kindOf: (one) => String(one % 6) });
  expect(new Set(share.map((one) => one % 6)).size).toBe(6);
  expect(sorted(share)).toEqual(share);
});

test("takes turns among those of a kind that is missing", () => {
  const kindOf = (one: number) => (one < 50 ? "common" : "rare");
  const rare = Array.from({ length: 70 }, (_, index) =>
    shareOf(list, among(70, index), { least: 1, kindOf }),
  );
  expect(sorted(new Set(rare.flat().filter((one) => one >= 50)))).toEqual(list.slice(50));
});
