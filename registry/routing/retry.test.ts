/**
 * Retries by header: when there are any, and how long they wait (FLB-04, FLB-06). Expected values are written by hand.
 */
import { describe, expect, test } from "vitest";
import { gatewayError } from "../errors/api-error.ts";
import { readRetries, retryDelay } from "./retry.ts";

const read = (headers: Record<string, string>) => {
  const given = new Headers(headers);
  return readRetries((name) => given.get(name));
};
const ON = { "helicone-retry-enabled": "true" };
const policy = { retries: 3, factor: 2, minMs: 1000, maxMs: 10_000 };
const down = gatewayError("api", "down", { status: 502 });

describe("reading the headers", () => {
  test("asks for nothing unless they say so", () => {
    expect(read({})).toEqual({ ok: true, policy: null });
    expect(read({ "helicone-retry-enabled": "false", "helicone-retry-num": "many" })).toEqual({
      ok: true,
      policy: null,
    });
  });

  test("has the documented defaults", () => {
    expect(read(ON)).toEqual({ ok: true, policy: { retries: 5, factor: 2, minMs: 1000, maxMs: 10_000 } });
  });

  test("gives every number", () => {
    const headers = {
      ...ON,
      "helicone-retry-num": "2",
      "helicone-retry-factor": "1.5",
      "helicone-retry-min-timeout": "50",
      "helicone-retry-max-timeout": "500",
    };
    expect(read(headers)).toEqual({ ok: true, policy: { retries: 2, factor: 1.5, minMs: 50, maxMs: 500 } });
  });

  test.each([
    [{ "helicone-retry-enabled": "1" }, "Helicone-Retry-Enabled"],
    [{ ...ON, "helicone-retry-num": "11" }, "Helicone-Retry-Num"],
    [{ ...ON, "helicone-retry-num": "-1" }, "Helicone-Retry-Num"],
    [{ ...ON, "helicone-retry-num": "NaN" }, "Helicone-Retry-Num"],
    [{ ...ON, "helicone-retry-factor": "0.5" }, "Helicone-Retry-Factor"],
    [{ ...ON, "helicone-retry-min-timeout": "1e3" }, "Helicone-Retry-Min-Timeout"],
    [{ ...ON, "helicone-retry-max-timeout": "60001" }, "Helicone-Retry-Max-Timeout"],
    [{ ...ON, "helicone-retry-min-timeout": "20000" }, "Helicone-Retry-Min-Timeout"],
  ])("refuses by name: %j", (headers, header) => {
    expect(read(headers as Record<string, string>)).toMatchObject({ ok: false, header });
  });
});

describe("the wait", () => {
  test("grows by the factor up to the longest, half of it by chance", () => {
    const waits = (random: number) => [1, 2, 3].map((tried) => retryDelay(policy, down, tried, random));
    expect(waits(0)).toEqual([500, 1000, 2000]);
    expect(waits(0.5)).toEqual([750, 1500, 3000]);
    expect(retryDelay({ ...policy, retries: 9 }, down, 9, 0)).toBe(5000);
  });

  test("gives none after the last retry, and none where retries are 0", () => {
    expect(retryDelay(policy, down, 4, 0)).toBeNull();
    expect(retryDelay({ ...policy, retries: 0 }, down, 1, 0)).toBeNull();
  });

  test.each(["rate_limit", "timeout", "api", "overloaded"] as const)(
    "waits after a failure that may pass: %s",
    (meaning) => {
      expect(retryDelay(policy, gatewayError(meaning, "x"), 1, 0)).toBe(500);
    },
  );

  test.each([
    "invalid_request",
    "authentication",
    "quota",
    "not_found",
    "context_length",
    "too_large",
  ] as const)("gives none after a failure that stays: %s", (meaning) => {
    expect(retryDelay(policy, gatewayError(meaning, "x"), 1, 0)).toBeNull();
  });

  test("takes what the provider asked for, unless that is longer than the caller gives", () => {
    const asked = (seconds: number) =>
      retryDelay(policy, gatewayError("rate_limit", "x", { retryAfter: seconds }), 1, 0);
    expect(asked(3)).toBe(3000);
    expect(asked(10)).toBe(10_000);
    expect(asked(11)).toBeNull();
  });
});
