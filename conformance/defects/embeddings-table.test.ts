import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { allDefects } from "./index.ts";

const TABLE = readFileSync(new URL("../../docs/embeddings-defects.md", import.meta.url), "utf8");
const ROWS = [...TABLE.matchAll(/^\| (\d+) \| (.+) \| (.+) \|$/gm)].map(([, number, seen, planted]) => ({
  number: Number(number),
  seen: String(seen),
  planted: String(planted),
}));
const known = new Set(allDefects.map(({ id }) => id));

const namesIn = (text: string): string[] =>
  [...text.matchAll(/`((?:embeddings|count-tokens)\.[a-z0-9-]+)`/g)].map(([, id]) => String(id));

test("numbers every row of the table, from 1 to 25", () => {
  expect(ROWS.map(({ number }) => number)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
});

test.each(ROWS)("names defects that are planted in row $number, or says why there is none", ({ planted }) => {
  const names = namesIn(planted);
  expect(names.filter((id) => !known.has(id))).toEqual([]);
  if (planted.startsWith("no defect: ")) expect(planted.length).toBeGreaterThan("no defect: ".length + 20);
  else expect(names.length).toBeGreaterThan(0);
});

test("has a defect for at least 23 of the 25 rows", () => {
  expect(ROWS.filter(({ planted }) => !planted.startsWith("no defect: ")).length).toBeGreaterThanOrEqual(23);
});
