import { expect, test } from "vitest";
import { createPace } from "./pace.ts";

/** A pace of two whose turns a test makes. */
function paced() {
  const turns: (() => void)[] = [];
  const begun: string[] = [];
  const pace = createPace(2, (callback) => turns.push(callback));
  return {
    begun,
    begin: (name: string) => pace(() => begun.push(name)),
    pace,
    turn: () => turns.shift()?.(),
    armed: () => turns.length,
  };
}

test("begins what comes alone at once", () => {
  const { begin, begun, turn, armed } = paced();
  begin("a");
  expect(begun).toEqual(["a"]);
  turn();
  begin("b");
  expect(begun).toEqual(["a", "b"]);
  turn();
  expect(armed()).toBe(0);
});

test("begins a few of many in each turn, in their order", () => {
  const { begin, begun, turn } = paced();
  for (const name of ["a", "b", "c", "d", "e"]) begin(name);
  expect(begun).toEqual(["a", "b"]);
  turn();
  expect(begun).toEqual(["a", "b", "c", "d"]);
  begin("f");
  turn();
  expect(begun).toEqual(["a", "b", "c", "d", "e", "f"]);
});

test("lets nobody who comes later overtake who waits", () => {
  const { begin, begun, turn, pace } = paced();
  pace(() => {
    begun.push("a");
    begin("inside");
  });
  begin("b");
  begin("c");
  turn();
  expect(begun).toEqual(["a", "inside", "b", "c"]);
});
