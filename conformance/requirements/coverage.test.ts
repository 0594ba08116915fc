/**
 * Every requirement has a case or says why it has none, and no case names a requirement that says so.
 * @module
 */
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { allCases } from "../cases/index.ts";
import { requirement, requirementIds } from "./index.ts";

const covered = new Set(allCases.flatMap((item) => item.requirements));

test("a requirement without a case says so in the catalogue", () => {
  const silent = requirementIds.filter((id) => !covered.has(id) && requirement(id).status === undefined);
  expect(silent).toEqual([]);
});

test("a requirement that a test holds names a test that is there", () => {
  const held = requirementIds.flatMap((id) => {
    const { status } = requirement(id);
    return status !== undefined && "heldBy" in status ? [status.heldBy] : [];
  });
  expect(held.filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))).toEqual([]);
});

test("a requirement with a case does not call itself uncovered", () => {
  expect(requirementIds.filter((id) => requirement(id).status !== undefined && covered.has(id))).toEqual([]);
});

test("case ids are unique, stable in form, and start with their area", () => {
  const ids = allCases.map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  expect(allCases.filter(({ id, area }) => !id.startsWith(`${area}.`)).map(({ id }) => id)).toEqual([]);
  expect(ids.filter((id) => !/^[a-z]+(?:\.[a-z0-9-]+)+$/.test(id))).toEqual([]);
});
