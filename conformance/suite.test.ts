/**
 * The suite: the plan turned into tests, with tags so that filters work.
 * @module
 */
import { afterAll, beforeAll, describe, test } from "vitest";
import { runEnvironment } from "./outcome/environment.ts";
import { judgeExpectation, loadExpectations } from "./outcome/expected-failures.ts";
import { failureText } from "./outcome/failure.ts";
import { isRed } from "./outcome/red.ts";
import { buildPlan } from "./plan.ts";
import { runCase } from "./runner.ts";
import { tagsOf } from "./tags.ts";
import { referenceTarget } from "./targets/reference.ts";
import { Upstream } from "./upstream/server.ts";

const upstream = new Upstream();
const expectations = loadExpectations();
const target = referenceTarget();
const settings = runEnvironment(process.env);

beforeAll(() => upstream.listen());
afterAll(() => upstream.close());

for (const item of buildPlan({ cases: settings.cases ?? [], modes: settings.modes })) {
  const { case: planned, provider, mode } = item;
  describe(provider, () => {
    test(`${planned.id} [${mode}]`, {
      tags: tagsOf({ provider, mode, area: planned.area }),
    }, async (context) => {
      const observed = await runCase(item, {
        target,
        upstream,
        seed: settings.seed,
        deadlineMs: 20_000,
        every: settings.every,
      });
      const result = judgeExpectation(observed, expectations);
      Object.assign(context.task.meta, { conformance: result });
      if (result.outcome === "not-applicable") context.skip(result.reason ?? "not applicable");
      if (isRed(result, settings.strict)) throw new Error(failureText(result));
    });
  });
}
