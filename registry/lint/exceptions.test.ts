import { expect, test } from "vitest";
import { registrySource } from "../registry.ts";
import { exceptionsIn } from "./exceptions.ts";
import { ExcusedSchema } from "./finding.ts";

test("takes what stands beside an endpoint as an exception of that endpoint, told with its file", () => {
  expect(exceptionsIn(registrySource)).toContainEqual({
    rule: "resale-far-apart",
    id: "gpt-4:azure",
    reason: expect.stringContaining("gpt-4-32k"),
    expires: "2027-01-01",
    file: "registry/authors/*/*/endpoints.ts",
  });
});

test("leaves to the shared list only what several endpoints have in common", () => {
  const shared = exceptionsIn({ ...registrySource, endpoints: {} });
  const lonely = shared.filter(({ reason }) => shared.filter((other) => other.reason === reason).length < 2);
  expect(lonely).toEqual([]);
});

test("refuses an exception without a reason, for ever, or of a rule that does not exist", () => {
  const good = { rule: "unit-slip", reason: "the maker's own list price", expires: "2027-01-01" };
  expect(ExcusedSchema.safeParse(good).success).toBe(true);
  for (const bad of [{ reason: "meant" }, { expires: "never" }, { rule: "unit-slips" }, { until: "2027" }])
    expect(ExcusedSchema.safeParse({ ...good, ...bad }).success).toBe(false);
});
