import { expect, test } from "vitest";
import { remembered } from "./remembered.ts";

test("computes a text once while it is among the last ones, and again when it is not", () => {
  const asked: string[] = [];
  const lengthOf = remembered(2, (text) => {
    asked.push(text);
    return text.length;
  });
  for (const text of ["ebb", "ebb", "flood", "slack", "ebb", "slack"])
    expect(lengthOf(text)).toBe(text.length);
  expect(asked).toEqual(["ebb", "flood", "slack", "ebb"]);
});

test("remembers nothing where the function throws", () => {
  let fails = true;
  const read = remembered(2, (text) => {
    if (fails) throw new Error("low water");
    return text;
  });
  expect(() => read("ebb")).toThrow("low water");
  fails = false;
  expect(read("ebb")).toBe("ebb");
});
