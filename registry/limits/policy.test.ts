/**
 * Policies of rate limits as they are documented, and everything that is none (LIM-01). Expected values are written by hand.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatQuota, parsePolicy, segmentParts } from "./policy.ts";

const parsed = (text: string) => {
  const result = parsePolicy(text);
  if (!result.ok) throw new Error(result.problem);
  return result.policy;
};

describe("a policy", () => {
  test.each([
    [
      "100;w=60",
      { quota: 100n, windowSeconds: 60, unit: "request", segment: { kind: "global" }, text: "100;w=60" },
    ],
    [
      "1000;w=3600;u=request;s=user",
      { quota: 1000n, windowSeconds: 3600, segment: { kind: "user" }, text: "1000;w=3600;s=user" },
    ],
    [
      "500;w=86400;u=cents;s=user",
      { quota: 5_000_000_000_000n, unit: "cents", text: "500;w=86400;u=cents;s=user" },
    ],
    ["0.5;w=60;u=cents", { quota: 5_000_000_000n }],
    ["0.0000000001;w=60;u=cents", { quota: 1n }],
    [
      "10;w=31536000;s=Organization",
      { segment: { kind: "property", name: "organization" }, text: "10;w=31536000;s=organization" },
    ],
    [" 10 ; w = 60 ; u = request ; s = user ", { quota: 10n, windowSeconds: 60, text: "10;w=60;s=user" }],
    ["10;s=user;W=60;U=REQUEST", { quota: 10n, segment: { kind: "user" }, text: "10;w=60;s=user" }],
  ])("%j is read", (text, expected) => {
    expect(parsed(text)).toMatchObject(expected);
  });

  test.each([
    ["", "the policy is empty"],
    ["  ", "the policy is empty"],
    ["100", "the window w=[seconds] is missing"],
    [";w=60", 'the quota "" is no number of requests'],
    ["ten;w=60", 'the quota "ten" is no number of requests'],
    ["-1;w=60", 'the quota "-1" is no number of requests'],
    ["1e3;w=60", 'the quota "1e3" is no number of requests'],
    ["NaN;w=60;u=cents", 'the quota "NaN" is no number of cents'],
    ["0;w=60", "the quota must be more than 0"],
    ["0.00;w=60;u=cents", "the quota must be more than 0"],
    ["1.5;w=60", 'the quota "1.5" is no whole number of requests'],
    ["0.00000000001;w=60;u=cents", 'the quota "0.00000000001" has more than 10 decimals'],
    ["1000000000001;w=60", "the quota must be at most 1000000000000"],
    ["100000001;w=60;u=cents", "the quota must be at most 100000000"],
    ["100;w=59", 'the window "59" is no whole number of seconds from 60 to 31536000'],
    ["100;w=31536001", 'the window "31536001" is no whole number'],
    ["100;w=1.5m", 'the window "1.5m" is no whole number'],
    ["100;w=60;u=tokens", 'the unit "tokens" is neither request nor cents'],
    ["100;w=60;s=", 'the segment "" is neither user nor the name of a property'],
    ["100;w=60;s=a b", 'the segment "a b" is neither user'],
    ["100;w=60;w=120", "the field w stands twice"],
    ["100;w=60;x=1", 'there is no field "x"'],
    ["100;w=60;", '"" is no field like w=60'],
    ["100,w=60", 'the quota "100,w=60" is no number of requests'],
    [`100;w=60;s=${"a".repeat(300)}`, "longer than 256 characters"],
  ])("%j is refused by name", (text, problem) => {
    const result = parsePolicy(text);
    expect(result).toMatchObject({ ok: false });
    expect(result.ok ? "" : result.problem).toContain(problem);
    expect(result.ok ? "" : result.problem).toContain("expected [quota];w=[seconds]");
  });

  test("of any text is read or refused, and what is read reads the same again", () => {
    const piece = fc.constantFrom(
      ";",
      "=",
      "w",
      "u",
      "s",
      "1",
      "60",
      "0.5",
      "cents",
      "user",
      " ",
      "request",
      "é",
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(text, (given) => {
        const result = parsePolicy(given);
        if (result.ok) expect(parsePolicy(result.policy.text)).toEqual(result);
        else expect(result.problem.length).toBeLessThan(300);
      }),
    );
  });
});

describe("a segment", () => {
  const nobody = { userId: null, properties: {} };
  const user = parsed("1;w=60;s=user");
  const plan = parsed("1;w=60;s=Plan");

  test("is counted apart for each user and each value of a property", () => {
    const parts = (userId: string | null, value?: string) => [
      segmentParts(user, { userId, properties: {} }),
      segmentParts(plan, { userId, properties: value === undefined ? {} : { plan: value } }),
    ];
    expect(parts("a", "x")[0]).not.toEqual(parts("b", "x")[0]);
    expect(parts("a", "x")[1]).not.toEqual(parts("a", "y")[1]);
    expect(parts("a", "x")[1]).toEqual(parts("b", "x")[1]);
  });

  test("without a value is counted under one of its own that no value can name", () => {
    expect(segmentParts(user, nobody)).toEqual(["request", "60", "user", "none", "(none)"]);
    expect(segmentParts(user, { ...nobody, userId: "(none)" })).not.toEqual(segmentParts(user, nobody));
    expect(segmentParts(plan, nobody)).toEqual(["request", "60", "property", "plan", "none", "(none)"]);
    expect(segmentParts(parsed("1;w=60;s=constructor"), nobody)).toContain("(none)");
  });

  test("is the same for another quota, and another for another window or unit", () => {
    const parts = (text: string) => segmentParts(parsed(text), { userId: "a", properties: {} });
    expect(parts("1;w=60;s=user")).toEqual(parts("9;w=60;s=user"));
    expect(parts("1;w=60;s=user")).not.toEqual(parts("1;w=61;s=user"));
    expect(parts("1;w=60;s=user")).not.toEqual(parts("1;w=60;u=cents;s=user"));
    expect(parts("1;w=60;s=user")).not.toEqual(parts("1;w=60"));
  });
});

test.each([
  [100n, "request", "100"],
  [5_000_000_000_000n, "cents", "500"],
  [5_000_000_000n, "cents", "0.5"],
  [1n, "cents", "0.0000000001"],
  [0n, "cents", "0"],
] as const)("%s in %s is written %s", (amount, unit, text) => {
  expect(formatQuota(amount, unit)).toBe(text);
});
