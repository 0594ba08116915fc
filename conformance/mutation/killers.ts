/**
 * The cases of one provider as killers of mutants (`npm run mutate`): red is red, nothing is reported. No part of
 * `npm test`, which runs the same cases for every provider.
 * @module
 */
import { afterAll, beforeAll, test } from "vitest";
import { runEnvironment } from "../outcome/environment.ts";
import { judgeExpectation, loadExpectations } from "../outcome/expected-failures.ts";
import { failureText } from "../outcome/failure.ts";
import { isRed } from "../outcome/red.ts";
import { buildPlan } from "../plan.ts";
import { runCase } from "../runner.ts";
import { referenceTarget } from "../targets/reference.ts";
import { Upstream } from "../upstream/server.ts";

/** Whose cases, where MUTATE_PROVIDER does not say. */
const PROVIDER = "deepinfra";

/** Every n-th generated combination: a mutant meets all cases that reach it. */
const SHARE = 12;

/** After this a gateway counts as hung, in milliseconds; many mutants hang, and each must cost as little as it can. */
const DEADLINE_MS = 5_000;

const upstream = new Upstream();
const expectations = loadExpectations();
const target = referenceTarget();
const { seed } = runEnvironment(process.env);

beforeAll(() => upstream.listen());
afterAll(() => upstream.close());

for (const item of buildPlan({ providers: [process.env.MUTATE_PROVIDER ?? PROVIDER] })) {
  const { kind } = item.verdict;
  if (kind !== "run" && kind !== "twin") continue;
  test(`${item.case.id} [${item.mode}]`, async () => {
    const observed = await runCase(item, { target, upstream, seed, deadlineMs: DEADLINE_MS, every: SHARE });
    const result = judgeExpectation(observed, expectations);
    if (isRed(result, false)) throw new Error(failureText(result));
  });
}
