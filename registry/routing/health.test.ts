/**
 * Providers that keep failing: when they are put back, for how long, and where (FLB-06, RTE-02).
 */
import { describe, expect, test } from "vitest";
import type { Meaning } from "../errors/meaning.ts";
import { FAILURES, type Health, healthAfter, PUT_BACK_MS, putBack } from "./health.ts";
import type { Attempt, Mode } from "./plan.ts";

/** What is remembered after these failures in a row, one second apart from 0 on. */
const remembered = (failures: readonly Meaning[]): Health | null =>
  failures.reduce<Health | null>(
    (known, failure, i) => healthAfter(known ?? undefined, failure, i * 1000),
    null,
  );
const times = (count: number, failure: Meaning): Meaning[] => Array.from({ length: count }, () => failure);

const attempt = (provider: string, mode: Mode, entry: number): Attempt =>
  ({ endpoint: { provider }, mode, keyId: null, entry }) as Attempt;

describe("what is remembered", () => {
  test("puts back after 5 failures in a row, for 30 seconds from the last", () => {
    expect(remembered(times(4, "api"))).toEqual({ failures: 4, until: 0 });
    expect(remembered(times(5, "api"))).toEqual({ failures: 5, until: 34_000 });
    expect([FAILURES, PUT_BACK_MS]).toEqual([5, 30_000]);
  });

  test("puts back again after one more failure", () => {
    expect(healthAfter({ failures: 5, until: 34_000 }, "timeout", 40_000)).toEqual({
      failures: 6,
      until: 70_000,
    });
  });

  test("forgets everything at an answer", () => {
    expect(healthAfter({ failures: 7, until: 50_000 }, null, 1)).toBeNull();
  });

  test.each(["rate_limit", "authentication", "quota", "invalid_request", "context_length"] as const)(
    "counts no failure that is not the provider's own: %s",
    (failure) => {
      expect(remembered(times(9, failure))).toBeNull();
      const known = { failures: 3, until: 0 };
      expect(healthAfter(known, failure, 1)).toEqual(known);
    },
  );
});

describe("the order", () => {
  const names = (attempts: readonly Attempt[]) =>
    attempts.map(({ endpoint, mode, entry }) => `${entry} ${mode} ${endpoint.provider}`);

  test("has those that are put back last among their entry and mode, and leaves none out", () => {
    const attempts = [
      attempt("a", "byok", 0),
      attempt("b", "byok", 0),
      attempt("a", "ptb", 0),
      attempt("c", "ptb", 0),
      attempt("a", "ptb", 1),
      attempt("b", "ptb", 1),
    ];
    expect(names(putBack(attempts, ({ endpoint }) => endpoint.provider === "a"))).toEqual([
      "0 byok b",
      "0 byok a",
      "0 ptb c",
      "0 ptb a",
      "1 ptb b",
      "1 ptb a",
    ]);
  });

  test("stays where none or all are put back", () => {
    const attempts = [attempt("a", "ptb", 0), attempt("b", "ptb", 0), attempt("c", "ptb", 1)];
    expect(putBack(attempts, () => false)).toEqual(attempts);
    expect(putBack(attempts, () => true)).toEqual(attempts);
  });
});
