import { expect, test } from "vitest";
import { allDefects } from "./index.ts";
import { seenCostDefects } from "./seen-cost.ts";

/** The rows of the list, which has gaps where findings were merged. */
const ROWS = [1, 2, 3, 4, 7, 8, 9, 11, 12, 14, 15, 16, 17, 19, 20, 21, 23, 24, 26, 28, 29, 30];

test("every cost and usage row of the list is there, once", () => {
  expect(seenCostDefects.map(({ row }) => row)).toEqual(ROWS.map((n) => `C${String(n).padStart(2, "0")}`));
});

test("every row names planted defects that exist, or says why it has none", () => {
  const planted = new Set(allDefects.map(({ id }) => id));
  const wrong = seenCostDefects.filter((seen) =>
    "defects" in seen
      ? seen.defects.length === 0 || seen.defects.some((id) => !planted.has(id))
      : seen.leftOut.length < 30,
  );
  expect(wrong).toEqual([]);
});
