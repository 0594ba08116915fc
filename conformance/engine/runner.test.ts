/**
 * The runner judges: what a case says becomes an outcome here, and a case that says nothing is no pass.
 * @module
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canaries } from "../secrets/canaries.ts";
import { referenceTarget } from "../targets/reference.ts";
import { Upstream } from "../upstream/server.ts";
import type { Case } from "./case.ts";
import type { PlanItem, Verdict } from "./plan.ts";
import { runCase } from "./runner.ts";
import { ask } from "./session.ts";

const upstream = new Upstream();
beforeAll(() => upstream.listen());
afterAll(() => upstream.close());

function judged(run: Case["run"], verdict: Verdict = { kind: "run" }) {
  const item: PlanItem = {
    case: { id: "response.self.test", area: "response", title: "t", why: "w", requirements: ["RES-01"], run },
    provider: "deepinfra",
    api: "openai-chat",
    mode: "byok",
    verdict,
  };
  return runCase(item, { target: referenceTarget(), upstream, seed: 7, deadlineMs: 200 });
}

describe("an outcome", () => {
  test("is passed when every check holds", async () => {
    const result = await judged(({ check }) => check.equal("RES-01", "one", 1, 1));
    expect(result).toMatchObject({
      outcome: "passed",
      reproduce: expect.stringContaining("--case response.self.test --seed 7"),
    });
  });

  test("is failed when one does not, with expected and seen at the first difference", async () => {
    const result = await judged(({ check }) => check.equal("RES-01", "deep", { a: [1, 2] }, { a: [1, 3] }));
    expect(result.outcome).toBe("failed");
    expect(result.checks[0]).toMatchObject({
      requirement: "RES-01",
      expected: "3 at /a/1",
      seen: "2 at /a/1",
    });
  });

  test("is harness-error when the case checks nothing", async () => {
    expect(await judged(() => {})).toMatchObject({
      outcome: "harness-error",
      reason: "the case checked nothing",
    });
    expect((await judged(async (context) => void (await context.open()))).outcome).toBe("harness-error");
  });

  test("is harness-error when a check names a requirement that the case does not declare", async () => {
    const result = await judged(({ check }) => check.equal("CST-01", "stray", 1, 1));
    expect(result).toMatchObject({ outcome: "harness-error", reason: expect.stringContaining("CST-01") });
  });

  test("is harness-error when the case throws, but failed when a check had already failed", async () => {
    const boom = () => {
      throw new Error("boom");
    };
    expect(await judged(boom)).toMatchObject({
      outcome: "harness-error",
      reason: expect.stringContaining("boom"),
    });
    const result = await judged(({ check }) => {
      check.equal("RES-01", "first", 1, 2);
      boom();
    });
    expect(result.outcome).toBe("failed");
  });

  test("is hang when the gateway does not answer in time", async () => {
    const result = await judged(() => new Promise<never>(() => {}));
    expect(result).toMatchObject({
      outcome: "hang",
      checks: [{ name: "answers-in-time", requirement: "RES-01" }],
    });
  });

  test("is untested or not applicable as planned, with the reason", async () => {
    const untested = await judged(() => {}, { kind: "untested", reason: "missing", repair: "record it" });
    expect(untested).toMatchObject({ outcome: "untested", reason: "missing; record it" });
    const skipped = await judged(() => {}, { kind: "not-applicable", reason: "no such quirk" });
    expect(skipped).toMatchObject({ outcome: "not-applicable", reason: "no such quirk" });
  });
});

describe("the runner's own checks", () => {
  test("name the requirement by the place of the first difference from the recording", async () => {
    const result = await judged(async (context) => {
      const recording = context.recording("chat.basic");
      const session = await context.open();
      await session.play(recording, "deepseek-v4-flash/deepinfra", { temperature: 0.5 });
      context.check.equal("RES-01", "anything", 1, 1);
    });
    expect(result.outcome).toBe("failed");
    expect(result.checks[0]).toMatchObject({
      requirement: "MAP-03",
      seen: "0.5",
      name: "upstream.request-as-recorded",
    });
  });

  test("find a secret that the caller gets to see", async () => {
    const result = await judged(async (context) => {
      const session = await context.open();
      session.answer(context.simulate.completion(`your key is ${canaries.vault("b", "deepinfra")}`));
      const reply = await session.send(ask("deepseek-v4-flash/deepinfra"));
      context.check.equal("RES-01", "status", reply.status, 200);
    });
    expect(result.checks.filter(({ ok }) => !ok).map(({ requirement }) => requirement)).toEqual(["SEC-01"]);
  });
});
