/**
 * The suite against gateways that are no good: every MUST that applies must be broken by each of them.
 * @module
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildPlan } from "./plan.ts";
import { requirement, requirementIds } from "./requirements/index.ts";
import { runCase } from "./runner.ts";
import { alwaysWrong, doNothing } from "./targets/miniatures.ts";
import type { Target } from "./targets/target.ts";
import { Upstream } from "./upstream/server.ts";

const upstream = new Upstream();
beforeAll(() => upstream.listen());
afterAll(() => upstream.close());

/** Requirements that cases for deepinfra name, and those of them that this target broke. */
async function brokenBy(target: Target) {
  const named = new Set<string>();
  const broken = new Set<string>();
  for (const item of buildPlan({ providers: ["deepinfra"] })) {
    if (item.verdict.kind !== "run") continue;
    for (const id of item.case.requirements) named.add(id);
    const result = await runCase(item, { target, upstream, seed: 1, deadlineMs: 50 });
    for (const check of result.checks) if (!check.ok) broken.add(check.requirement);
  }
  return { named, broken };
}

test.each([doNothing, alwaysWrong])("$name breaks every MUST", async (target) => {
  const { named, broken } = await brokenBy(target);
  const musts = requirementIds.filter((id) => named.has(id) && requirement(id).level === "MUST");
  expect(musts.filter((id) => !broken.has(id))).toEqual([]);
});
