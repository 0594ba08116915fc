/**
 * Every row of the survey of real defects is answered for, once.
 */
import { describe, expect, test } from "vitest";
import { allDefects } from "./index.ts";
import { seenOnTheWire } from "./seen-wire.ts";

/** The numbers of the survey's rows, by their letter. */
const ROWS: Record<string, string> = {
  S: "01 02 04 05 07 08 09 10 12 14 16 17 19 20 22 23 24 25 26 30",
  E: "01 02 04 05 06 07 09 10 12 13 14 15 17 18 19 21 23",
  A: "01 03 05 07 08 10 11 13 15 16 17 18 20",
  M: "01 03 04 05 08 09 11 12 14 15 17 18 20 21 22 23 25 26 28",
  R: "01 02 04 05 07 08 09 10 11 13 15 16 17 19 20",
  G: "01 02 04 05 06 08 09 10 12 13 14 15 17 19 20 21 22 24",
};

describe("the survey of real defects", () => {
  test("stands here row by row, each once and in order", () => {
    const rows = Object.entries(ROWS).flatMap(([letter, numbers]) =>
      numbers.split(" ").map((number) => `${letter}${number}`),
    );
    expect(seenOnTheWire.map(({ row }) => row)).toEqual(rows);
  });

  test("names only planted defects that there are, or says why there is none", () => {
    const known = new Set(allDefects.map(({ id }) => id));
    const named = seenOnTheWire.flatMap((seen) => ("defects" in seen ? seen.defects : []));
    expect(named.filter((id) => !known.has(id))).toEqual([]);
    const silent = seenOnTheWire.filter((seen) =>
      "defects" in seen ? seen.defects.length === 0 : seen.leftOut.length < 20,
    );
    expect(silent).toEqual([]);
  });
});
