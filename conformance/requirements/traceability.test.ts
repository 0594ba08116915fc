/**
 * From every requirement to its cases and to the defects that break it; the table is checked in for review.
 * @module
 */
import { expect, test } from "vitest";
import { allCases } from "../cases/index.ts";
import { allDefects } from "../defects/index.ts";
import { renderTraces, trace } from "./traceability.ts";

const traces = trace(allCases, allDefects);

test("every requirement with a case has a planted defect that breaks it", () => {
  const unproven = traces.filter(({ cases, defects }) => cases.length > 0 && defects.length === 0);
  expect(unproven.map(({ id }) => id)).toEqual([]);
});

test("every case names a requirement", () => {
  expect(allCases.filter(({ requirements }) => requirements.length === 0).map(({ id }) => id)).toEqual([]);
});

test("the table is as reviewed (npx vitest -u renews it)", async () => {
  await expect(renderTraces(traces)).toMatchFileSnapshot("../../snapshots/traceability.md");
});
