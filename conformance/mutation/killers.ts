/**
 * Cases of some providers as killers of mutants (`npm run mutate`): red is red, nothing is reported. No part of
 * `npm test`, which runs the same cases for every provider.
 * @module
 */
import { afterAll, beforeAll, test } from "vitest";
import { z } from "zod";
import { AREAS } from "../case.ts";
import { runEnvironment } from "../outcome/environment.ts";
import { judgeExpectation, loadExpectations } from "../outcome/expected-failures.ts";
import { failureText } from "../outcome/failure.ts";
import { isRed } from "../outcome/red.ts";
import { buildPlan } from "../plan.ts";
import { runCase } from "../runner.ts";
import { referenceTarget } from "../targets/reference.ts";
import { Upstream } from "../upstream/server.ts";

/** Whose cases, and of which areas; all areas where none is named. */
const KillersSchema = z.array(
  z.strictObject({ provider: z.string(), areas: z.array(z.enum(AREAS)).optional() }),
);
const killers = KillersSchema.parse(JSON.parse(process.env.MUTATE_KILLERS ?? '[{"provider":"deepinfra"}]'));

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

const plan = killers.flatMap(({ provider, areas = [] }) => buildPlan({ providers: [provider], areas }));

for (const item of plan) {
  const { kind } = item.verdict;
  if (kind !== "run" && kind !== "twin") continue;
  test(`${item.provider} ${item.case.id} [${item.mode}]`, async () => {
    const observed = await runCase(item, { target, upstream, seed, deadlineMs: DEADLINE_MS, every: SHARE });
    const result = judgeExpectation(observed, expectations);
    if (isRed(result, false)) throw new Error(failureText(result));
  });
}
