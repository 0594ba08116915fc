import { describe, expect, test } from "vitest";
import { exampleOf } from "../audit.ts";
import type { Rule, Verdict } from "../contract.ts";
import { contractFor } from "../index.ts";
import { RULES } from "./index.ts";

/** What the whole contract, shape and all other rules included, says to an example. */
function judged(rule: Rule, which: "refused" | "accepted"): Verdict {
  const { context, body } = exampleOf(rule, which);
  return contractFor(context).check(body);
}

describe.each(RULES.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  test("refuses its own example in the provider's form, or notes it where it is inferred", () => {
    const verdict = judged(rule, "refused");
    if (rule.mark === "inferred") expect(verdict.noted.map(({ rule: noted }) => noted)).toContain(id);
    else {
      expect(verdict).toMatchObject({ ok: false, rule: id });
      if (!verdict.ok) expect(verdict.refusal.status).toBeGreaterThanOrEqual(400);
    }
  });

  test("lets the nearest good request through", () => {
    const verdict = judged(rule, "accepted");
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.noted.map(({ rule: noted }) => noted)).not.toContain(id);
  });
});
