/**
 * The suite against gateways that are no good: every MUST that applies must be broken by each of them, and what they do
 * wrong must never be taken for a fault of the suite's own. The page of one of them is checked in for review.
 * @module
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPlan } from "../engine/plan.ts";
import { runCase } from "../engine/runner.ts";
import { renderBroken } from "../outcome/broken-report.ts";
import type { CaseResult } from "../outcome/result.ts";
import { requirement, requirementIds } from "../requirements/index.ts";
import { alwaysWrong, doNothing } from "../targets/broken-targets.ts";
import type { Target } from "../targets/target.ts";
import { Upstream } from "../upstream/server.ts";

const upstream = new Upstream();
beforeAll(() => upstream.listen());
afterAll(() => upstream.close());

/** Generated cases need not try everything to see that nothing is right. */
const EVERY = 12;

const SAYS =
  "It answers every request with the same wrong JSON, calls nobody, keeps wrong books, and leaks keys. The first failed check of each requirement:";

/** Every case that runs for one provider, in both modes. */
async function results(target: Target): Promise<CaseResult[]> {
  const found: CaseResult[] = [];
  for (const item of buildPlan({ providers: ["deepinfra"] })) {
    if (item.verdict.kind !== "run") continue;
    found.push(await runCase(item, { target, upstream, seed: 1, deadlineMs: 250, every: EVERY }));
  }
  return found;
}

describe.each([doNothing, alwaysWrong])("$describe.name", (target) => {
  let found: CaseResult[] = [];
  beforeAll(async () => {
    found = await results(target);
  });

  test("breaks every MUST", () => {
    const broken = new Set(
      found.flatMap(({ checks }) => checks.filter(({ ok }) => !ok).map((c) => c.requirement)),
    );
    const named = new Set(found.flatMap(({ requirements }) => requirements));
    const musts = requirementIds.filter((id) => named.has(id) && requirement(id).level === "MUST");
    expect(musts.length).toBeGreaterThan(80);
    expect(musts.filter((id) => !broken.has(id))).toEqual([]);
  });

  test("is at fault itself: no case takes it for an error of the harness", () => {
    const faults = found.filter(({ outcome }) => outcome === "harness-error");
    expect(
      faults.map((result) => `${result.case} [${result.mode}] ${result.reason?.split("\n")[0]}`),
    ).toEqual([]);
  });

  if (target === alwaysWrong) {
    test("passes no case, and fails as reviewed (npx vitest -u renews the page)", async () => {
      expect(
        found.filter(({ outcome }) => !["failed", "hang"].includes(outcome)).map((result) => result.case),
      ).toEqual([]);
      const page = renderBroken(target.describe.name, SAYS, found);
      await expect(page).toMatchFileSnapshot("../../snapshots/always-wrong.md");
    });
  }
});
