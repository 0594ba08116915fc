/**
 * The other half of the suite's own proof: every case catches a planted defect, so none is decorative.
 * @module
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allDefects } from "../defects/index.ts";
import { buildPlan, isRun } from "../engine/plan.ts";
import { runEnvironment } from "../outcome/environment.ts";
import { Upstream } from "../upstream/server.ts";
import { firstCaught } from "./first-kill.ts";
import { knownKills } from "./known-kills.ts";

const upstream = new Upstream();
const { seed } = runEnvironment(process.env);
const plan = buildPlan().filter(isRun);
const known = knownKills();

beforeAll(() => upstream.listen());
afterAll(() => upstream.close());

describe("a case turns red under some defect", () => {
  test.each([...new Set(plan.map((item) => item.case.id))])("%s", async (id) => {
    const options = { upstream, seed, deadlineMs: 2_000 };
    const caught = await firstCaught(id, allDefects, options, plan, known);
    expect(caught, "decorative: plant a defect that the case catches, or remove the case").not.toBeNull();
  });
});
