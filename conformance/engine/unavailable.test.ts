/**
 * What a target cannot show, be given or does not have is an outcome of its own (TGT-01).
 * @module
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { referenceTarget } from "../targets/reference.ts";
import {
  ARRANGEMENTS,
  type Arrangement,
  everything,
  OBSERVABLES,
  type Observable,
  only,
  type Target,
} from "../targets/target.ts";
import { Upstream } from "../upstream/server.ts";
import type { Case } from "./case.ts";
import type { PlanItem } from "./plan.ts";
import { runCase } from "./runner.ts";
import { ask, type Session } from "./session.ts";
import type { SessionOptions } from "./session-options.ts";

const upstream = new Upstream();
beforeAll(() => upstream.listen());
afterAll(() => upstream.close());

/** The reference gateway, as if it had less to show. */
function hiding(missing: { observes?: Observable[]; arranges?: Arrangement[] }): Target {
  const target = referenceTarget();
  const { observes = [], arranges = [] } = missing;
  const rest = <Name extends string>(names: readonly Name[], without: readonly Name[]) =>
    names.filter((name) => !without.includes(name));
  return {
    ...target,
    describe: {
      ...target.describe,
      observes: only(OBSERVABLES, rest(OBSERVABLES, observes)),
      arranges: only(ARRANGEMENTS, rest(ARRANGEMENTS, arranges)),
    },
  };
}

function judged(target: Target, run: Case["run"]) {
  const item: PlanItem = {
    case: { id: "response.self.test", area: "response", title: "t", why: "w", requirements: ["RES-01"], run },
    provider: "deepinfra",
    api: "openai-chat",
    mode: "byok",
    verdict: { kind: "run" },
  };
  return runCase(item, { target, upstream, seed: 7, deadlineMs: 5_000 });
}

const LOOKS: readonly [Observable, (session: Session) => unknown][] = [
  ["clock", (session) => session.gateway.clock.now()],
  ["wallet", (session) => session.gateway.wallet("a")],
  ["records", (session) => session.lastRecord()],
  ["logs", (session) => session.gateway.logs()],
  ["data", (session) => session.gateway.registry],
  ["telemetry", (session) => session.gateway.telemetry()],
];

describe("a target that lacks something", () => {
  test.each(LOOKS)("makes a case not observable that looks at its %s", async (what, look) => {
    const run: Case["run"] = async (context) => {
      const session = await context.open();
      session.answer(context.simulate.completion("Out."));
      const reply = await session.send(ask("deepseek-v4-flash/deepinfra"));
      context.check.equal("RES-01", "status", reply.status, 200);
      await look(session);
      context.check.equal("RES-01", "after", 1, 1);
    };
    expect((await judged(hiding({ observes: [what] }), run)).outcome).toBe("not-observable");
    expect((await judged(referenceTarget(), run)).outcome).toBe("passed");
  });

  test("makes a case not observable that swallows the refusal", async () => {
    const result = await judged(hiding({ observes: ["records"] }), async (context) => {
      const session = await context.open();
      await session.lastRecord().catch(() => null);
      context.check.equal("RES-01", "anything", 1, 1);
    });
    expect(result).toMatchObject({ outcome: "not-observable", checks: [] });
    expect(result.reason).toBe("reference: its records cannot be seen");
  });

  test("fails where a check had failed before", async () => {
    const result = await judged(hiding({ observes: ["records"] }), async (context) => {
      context.check.equal("RES-01", "wrong", 1, 2);
      await (await context.open()).lastRecord();
    });
    expect(result.outcome).toBe("failed");
  });

  test.each([
    ["keys", { keys: [] }],
    ["deposit", { deposit: 1n }],
    ["limits", { limits: { maxBodyBytes: 4_000 } }],
    ["suspension", { suspended: true }],
    ["reservations", { losesReservations: true }],
    ["log", { standingLog: true }],
    ["database", { stored: true }],
    ["origin", { origin: "http://127.0.0.1:9" }],
    ["storage", { failingStores: true }],
    ["quotas", { quotas: { "*": "1;w=60" } }],
    ["webhooks", { webhook: { url: "https://hooks.example.com", secret: "a-secret-of-sixteen" } }],
  ] satisfies [Arrangement, SessionOptions][])(
    "makes a case not observable that needs %s of its own",
    async (what, options) => {
      const result = await judged(hiding({ arranges: [what] }), async (context) => {
        await context.open(options);
        context.check.equal("RES-01", "anything", 1, 1);
      });
      expect(result.outcome).toBe("not-observable");
    },
  );

  test("still sweeps what it shows for secrets", async () => {
    const result = await judged(hiding({ observes: ["logs", "records"] }), async (context) => {
      const session = await context.open();
      session.note("an answer", "canary0platform0deepinfra0t9Lm");
      context.check.equal("RES-01", "anything", 1, 1);
    });
    expect(result.checks.filter(({ ok }) => !ok).map(({ requirement }) => requirement)).toEqual(["SEC-01"]);
  });
});

test("the reference target shows and arranges everything", () => {
  const { observes, arranges } = referenceTarget().describe;
  expect({ observes, arranges }).toEqual({
    observes: everything(OBSERVABLES),
    arranges: everything(ARRANGEMENTS),
  });
});
