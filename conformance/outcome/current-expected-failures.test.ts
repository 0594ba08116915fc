/**
 * The list of expected failures names cases that exist and is not past its dates.
 * @module
 */
import { expect, test } from "vitest";
import { buildPlan } from "../engine/plan.ts";
import { expiredEntries, loadExpectations, planKey, unknownEntries } from "./expected-failures.ts";

const expectations = loadExpectations();

test("every entry names a planned case", () => {
  const planned = buildPlan().map((item) => planKey({ ...item, case: item.case.id }));
  expect(unknownEntries(expectations, planned)).toEqual([]);
});

test("no entry is past its date", () => {
  expect(expiredEntries(expectations, new Date().toISOString().slice(0, 10))).toEqual([]);
});
