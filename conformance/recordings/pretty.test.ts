import { expect, it } from "vitest";
import { prettyJson } from "./pretty.ts";

it("opens objects, keeps short lists of plain values on a line, and ends with a newline", () => {
  expect(prettyJson({ headers: [["accept", "*/*"]], none: [], empty: {}, n: 0 })).toBe(
    '{\n  "headers": [\n    ["accept", "*/*"]\n  ],\n  "none": [],\n  "empty": {},\n  "n": 0\n}\n',
  );
});

it("breaks a list that is too long for its line", () => {
  const words = Array.from({ length: 12 }, (_, index) => `word number ${index}`);
  expect(prettyJson({ words }).split("\n")).toHaveLength(words.length + 5);
});
