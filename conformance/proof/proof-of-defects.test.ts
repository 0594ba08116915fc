/**
 * Half of the suite's own proof: every planted defect is caught under the right name.
 * @module
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allDefects } from "../defects/index.ts";
import { buildPlan } from "../engine/plan.ts";
import { runEnvironment } from "../outcome/environment.ts";
import { Upstream } from "../upstream/server.ts";
import { firstKill } from "./first-kill.ts";
import { knownKills } from "./known-kills.ts";

const upstream = new Upstream();
const { seed } = runEnvironment(process.env);
const plan = buildPlan();
const known = knownKills();

beforeAll(() => upstream.listen());
afterAll(() => upstream.close());

describe("a planted defect turns the right case red", () => {
  test.each(allDefects.map((defect) => [defect.id, defect] as const))("%s", async (_id, defect) => {
    const proof = await firstKill(defect, { upstream, seed, deadlineMs: 2_000 }, plan, known);
    const caught = proof.kills.map(({ case: id, requirements }) => `${id} (${requirements.join(", ")})`);
    expect(caught, `no case caught "${defect.title}": a hole in ${defect.breaks.join(", ")}`).not.toEqual([]);
    expect(
      proof.rightly.length,
      `caught only under other names than ${defect.breaks.join(", ")}: ${caught.join("; ")}`,
    ).toBeGreaterThan(0);
  });
});

test("defect ids are unique", () => {
  const ids = allDefects.map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});
