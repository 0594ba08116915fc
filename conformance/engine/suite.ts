/**
 * The suite: the plan of one mode turned into tests, with tags so that filters work.
 * @module
 */
import { afterAll, beforeAll, describe, test } from "vitest";
import { providers } from "../../registry/index.ts";
import { runEnvironment } from "../outcome/environment.ts";
import { judgeExpectation, loadExpectations } from "../outcome/expected-failures.ts";
import { failureText } from "../outcome/failure.ts";
import { isRed } from "../outcome/red.ts";
import { placeOf } from "../outcome/result.ts";
import { wholeRun } from "../outcome/run-totals.ts";
import { referenceTarget } from "../targets/reference.ts";
import { Upstream } from "../upstream/server.ts";
import type { Mode } from "./case.ts";
import { buildPlan } from "./plan.ts";
import { smoke } from "./preflight.ts";
import { runCase } from "./runner.ts";
import { tagsOf } from "./tags.ts";

/** Declares the tests of a mode: each mode has a file, hence a process. Call it once in a file. */
export function declareSuite(mode: Mode): void {
  const upstream = new Upstream();
  const expectations = loadExpectations();
  const target = referenceTarget();
  const whole = wholeRun();
  const settings = runEnvironment(process.env);
  const chosen = {
    cases: settings.cases ?? [],
    modes: [mode],
    providers: settings.providers ?? [],
    apis: settings.apis ?? [],
  };

  beforeAll(async () => {
    upstream.listen();
    // First of all: what is wrong with the harness must not be held against a gateway.
    await smoke(upstream, settings.providers ?? Object.keys(providers));
  });
  afterAll(() => upstream.close());

  for (const item of buildPlan(chosen)) {
    const { case: planned, provider, api } = item;
    describe(placeOf(item), () => {
      test(`${planned.id} [${mode}]`, {
        tags: tagsOf({ provider, api, mode, area: planned.area }),
      }, async (context) => {
        const observed = await runCase(item, {
          target,
          upstream,
          seed: settings.seed,
          deadlineMs: 20_000,
          every: settings.every,
        });
        const result = judgeExpectation(observed, expectations);
        Object.assign(context.task.meta, { conformance: result, whole });
        if (result.outcome === "not-applicable") context.skip(result.reason ?? "not applicable");
        if (isRed(result, settings.strict)) throw new Error(failureText(result));
      });
    });
  }
}
