import { describe, expect, it } from "vitest";
import {
  isRequirementId,
  notCovered,
  notCoveredReason,
  requirement,
  requirementIds,
  requirements,
} from "./index.ts";

describe("the requirement catalogue", () => {
  it("has every id once", () => {
    expect(new Set(requirementIds).size).toBe(requirementIds.length);
    expect(Object.keys(requirements)).toHaveLength(requirementIds.length);
  });

  it("numbers each area from 01 without a hole, in order", () => {
    const seen = new Map<string, number>();
    for (const id of requirementIds) {
      const [prefix = "", number = ""] = id.split("-");
      const next = (seen.get(prefix) ?? 0) + 1;
      expect(number, id).toBe(String(next).padStart(2, "0"));
      seen.set(prefix, next);
    }
    expect([...seen.keys()].join(" ")).toBe(
      "REG RTE AUT MAP RES API STR USE CST BIL ERR FLB PRX CAC LIM OBS FBK DSH VLT SEC REC TGT ADD",
    );
  });

  it("keeps titles short enough for one line of the report", () => {
    for (const id of requirementIds) expect(requirement(id).title.length, id).toBeLessThanOrEqual(100);
  });

  it("gives a reason for each id that is not covered", () => {
    expect(notCovered()).toContain("REC-04");
    expect(notCovered()).not.toContain("CST-03");
    for (const id of notCovered()) expect(notCoveredReason(id), id).toMatch(/ yet$/);
  });

  it("does not take an inherited property name for an id", () => {
    expect(isRequirementId("CST-03")).toBe(true);
    expect(isRequirementId("constructor")).toBe(false);
  });
});
