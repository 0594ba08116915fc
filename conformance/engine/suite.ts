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
import { placeOf, SKIPPED } from "../outcome/result.ts";
import { wholeRun } from "../outcome/run-totals.ts";
import { DEFAULT_TARGET, loadTarget } from "../targets/load.ts";
import { Judged } from "../upstream/judged.ts";
import { Upstream } from "../upstream/server.ts";
import type { Mode } from "./case.ts";
import { control } from "./control.ts";
import { dealt } from "./deal.ts";
import { buildPlan } from "./plan.ts";
import { smoke } from "./preflight.ts";
import { runCase } from "./runner.ts";
import { shardOf } from "./shard.ts";
import { tagsOf } from "./tags.ts";

/** Declares the tests of a mode: each mode has a file, hence a process. Call it once in a file. */
export async function declareSuite(mode: Mode): Promise<void> {
  const upstream = new Upstream();
  const judged = new Judged();
  const settings = runEnvironment(process.env);
  const target = await loadTarget(settings.target ?? DEFAULT_TARGET);
  // What is known and accepted of the reference gateway says nothing about another one.
  const expectations = target.standIn ? [] : loadExpectations();
  const whole = wholeRun();
  const chosen = {
    cases: settings.cases ?? [],
    modes: settings.modes,
    providers: settings.providers ?? [],
    apis: settings.apis ?? [],
  };

  beforeAll(async () => {
    // First of all: what is wrong with the harness must not be held against a gateway.
    const slugs = settings.providers ?? Object.keys(providers);
    if (!target.standIn) {
      upstream.listen();
      await smoke(upstream, slugs);
    } else await control(target, slugs, mode);
  }, 120_000);
  afterAll(async () => {
    if (!target.standIn) upstream.close();
    await target.close();
  });

  const plan = buildPlan(chosen, target.describe);
  const positions = dealt(plan);
  const own = plan.filter((item) => item.mode === mode);
  for (const item of shardOf(own, settings.shard)) {
    const { case: planned, provider, api } = item;
    describe(placeOf(item), () => {
      test(`${planned.id} [${mode}]`, {
        tags: tagsOf({ provider, api, mode, area: planned.area }),
      }, async (context) => {
        const observed = await runCase(item, {
          target,
          upstream,
          seed: settings.seed,
          // Its processes start while the case waits for them.
          deadlineMs: target.standIn ? 55_000 : 5_000,
          every: settings.every,
          positions,
          judged,
        });
        const result = judgeExpectation(observed, expectations);
        Object.assign(context.task.meta, {
          conformance: result,
          whole,
          target: target.describe,
          contracts: judged.take(),
        });
        if (SKIPPED.includes(result.outcome)) context.skip(result.reason ?? result.outcome);
        if (isRed(result, settings.strict)) throw new Error(failureText(result));
      });
    });
  }
}
