/** The table of known defects of gateways names planted ones, each of which exists (docs/known-defects.md). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { allDefects } from "./index.ts";

const text = readFileSync(new URL("../../docs/known-defects.md", import.meta.url), "utf8");
const planted = new Set(allDefects.map(({ id }) => id));

/** The rows under a heading: their numbers, and what the last column says. */
function rowsOf(heading: string): { row: number; last: string; ids: string[] }[] {
  const [, section = ""] = text.split(`\n## ${heading}\n`);
  const [table = ""] = section.split("\n## ");
  return table.split("\n").flatMap((line) => {
    const cells = line.split("|").map((cell) => cell.trim());
    const [, number = "", , , last = ""] = cells;
    if (!/^\d+$/.test(number)) return [];
    return [{ row: Number(number), last, ids: [...last.matchAll(/`([^`]+)`/g)].map(([, id = ""]) => id) }];
  });
}

describe("known defects of Responses", () => {
  const rows = rowsOf("Responses");

  test("has every row once, in order", () => {
    expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 47 }, (_, i) => i + 1));
  });

  test("names planted defects that exist, or says why there is none", () => {
    const reasons = rows.filter(({ ids }) => ids.every((id) => !planted.has(id))).map(({ row }) => row);
    expect(reasons).toEqual([44, 47]);
    const unknown = rows.filter(({ row }) => !reasons.includes(row)).flatMap(({ ids }) => ids);
    expect(unknown.filter((id) => !planted.has(id))).toEqual([]);
    expect(rows.filter(({ last }) => last === "")).toEqual([]);
  });
});
