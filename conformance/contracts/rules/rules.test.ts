import { describe, expect, test } from "vitest";
import type { ContractSubject, Rule } from "../contract.ts";
import { contractFor } from "../index.ts";
import type { JsonObject } from "../json.ts";
import { baseOf, MAKERS } from "./bases.ts";
import { RULES } from "./index.ts";

/** The subject and the body of an example, for one of the rule's APIs. */
function asked(
  { apis: [api], example, hosts }: Rule,
  change: JsonObject,
  { model = example.model, stream = example.stream, betas = example.betas }: Partial<ContractSubject> = {},
): [ContractSubject, JsonObject] {
  if (api === undefined) throw new Error("a rule without an API");
  const host = example.host ?? (hosts === "all" ? undefined : hosts[0]) ?? MAKERS[api];
  const base = baseOf(api, host);
  const named = model !== undefined && base.model !== undefined ? { model } : {};
  return [
    {
      ...{ api, host },
      ...(model === undefined ? {} : { model }),
      ...(stream === undefined ? {} : { stream }),
      ...(betas === undefined ? {} : { betas }),
    },
    { ...base, ...named, ...change },
  ];
}

test("have unique ids", () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  test("refuses its own example, or notes it where it is inferred", () => {
    const [subject, body] = asked(rule, rule.example.refused);
    const verdict = contractFor(subject).check(body);
    if (rule.mark === "inferred") expect(verdict.noted.map(({ rule: noted }) => noted)).toContain(id);
    else expect(verdict).toMatchObject({ ok: false, rule: id });
  });

  test("lets the nearest good request through", () => {
    const [subject, body] = asked(
      rule,
      rule.example.accepted,
      rule.example.acceptedModel === undefined ? {} : { model: rule.example.acceptedModel },
    );
    const verdict = contractFor(subject).check(body);
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.noted.map(({ rule: noted }) => noted)).not.toContain(id);
  });
});
