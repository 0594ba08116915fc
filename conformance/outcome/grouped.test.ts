import { expect, test } from "vitest";
import { grouped } from "./grouped.ts";

test("groups values by their keys, both in the order in which they come", () => {
  const groups = grouped(["bee", "ant", "bear", "asp", "cat"], ([first = ""]) => first);
  expect([...groups]).toEqual([
    ["b", ["bee", "bear"]],
    ["a", ["ant", "asp"]],
    ["c", ["cat"]],
  ]);
});
