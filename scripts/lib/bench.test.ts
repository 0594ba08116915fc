import { expect, test } from "vitest";
import { openRegistry } from "../../registry/index.ts";
import { benchText, measure } from "./bench.ts";
import { floatBaseline, pricingSubjects } from "./bench-pricing.ts";

/** A clock that each run moves on by as much as it is said to take. */
function slowly() {
  let ms = 0;
  const taking = (each: number) => () => {
    ms += each;
  };
  return { now: () => ms, taking };
}

test("microseconds per run, and the multiple of the baseline", () => {
  const { now, taking } = slowly();
  const found = measure(
    { name: "baseline", run: taking(0.001) },
    [{ name: "slow", run: taking(0.004), limitUs: 3 }],
    { rounds: 3, runs: 10, now },
  );
  expect(found.map(({ medianUs, ratio }) => [Math.round(medianUs), Math.round(ratio)])).toEqual([
    [1, 1],
    [4, 4],
  ]);
  expect(benchText(found)).toMatch(/^slow +4\.000 +4\.000 +4\.000 +4\.0 +OVER 3$/m);
});

test("every subject of pricing is priced", () => {
  const subjects = pricingSubjects(openRegistry());
  expect(subjects.map(({ run }) => run(7))).toMatchObject(
    subjects.map(({ name }) => (name.startsWith("price") ? { kind: "priced" } : { counted: "computed" })),
  );
  expect(floatBaseline.run(7)).toBeGreaterThan(0);
});
