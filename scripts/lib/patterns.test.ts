import { expect, test } from "vitest";
import { patternsOf } from "./patterns.ts";

test("finds every regular-expression literal of a source, with its flags and line", () => {
  const source = [
    "// not /this/ one",
    "const a: RegExp = /a+b/i;",
    'const text = "/nor/ this";',
    "export const of = (x: string) => x.replace(/[/]\\/c/g, String(/d/));",
  ].join("\n");
  expect(patternsOf(source)).toEqual([
    { source: "a+b", flags: "i", line: 2 },
    { source: "[/]\\/c", flags: "g", line: 4 },
    { source: "d", flags: "", line: 4 },
  ]);
});
