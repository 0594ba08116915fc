/**
 * The suite's own proof: every planted defect is caught under the right name, and every case catches one.
 * @module
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allDefects } from "./defects/index.ts";
import { runEnvironment } from "./outcome/environment.ts";
import { buildPlan } from "./plan.ts";
import { proveDefect } from "./prove.ts";
import { Upstream } from "./upstream/server.ts";

const upstream = new Upstream();
const { seed } = runEnvironment(process.env);
const killed = new Set<string>();

beforeAll(() => upstream.listen());
afterAll(() => upstream.close());

describe("a planted defect turns the right case red", () => {
  test.each(allDefects.map((defect) => [defect.id, defect] as const))("%s", async (_id, defect) => {
    const proof = await proveDefect(defect, { upstream, seed, deadlineMs: 2_000 });
    // Only a failure under a name that the defect breaks proves that the case checks what it says.
    const rightly = proof.kills.filter(({ requirements }) =>
      requirements.some((id) => (defect.breaks as readonly string[]).includes(id)),
    );
    for (const kill of rightly) killed.add(kill.case);
    const caught = proof.kills.map(({ case: id, requirements }) => `${id} (${requirements.join(", ")})`);
    expect(caught, `no case caught "${defect.title}": a hole in ${defect.breaks.join(", ")}`).not.toEqual([]);
    expect(
      proof.named,
      `caught only under other names than ${defect.breaks.join(", ")}: ${caught.join("; ")}`,
    ).toBe(true);
  });
});

test("no case is decorative: each one turns red under some defect", () => {
  const planned = buildPlan().filter(({ verdict }) => verdict.kind === "run" || verdict.kind === "twin");
  const decorative = [...new Set(planned.map((item) => item.case.id))].filter((id) => !killed.has(id));
  expect(
    decorative.join("\n"),
    "decorative cases: plant a defect that each of them catches, or remove them",
  ).toBe("");
});
