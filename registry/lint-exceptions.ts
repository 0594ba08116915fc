/**
 * Findings of the lint that are known and meant. Each one says why, and runs out.
 * @module
 */
import type { LintException } from "./lint-finding.ts";

export const lintExceptions: readonly LintException[] = [
  {
    rule: "unit-slip",
    id: "mimo-v2.5-pro:deepinfra",
    reason:
      "the source gives 6 USD per million for output beyond 256,000 prompt tokens, double the base price of 3: a long-context price, not a slip",
    expires: "2027-01-01",
  },
  {
    rule: "cache-write-odd",
    id: "minimax-m2.5:deepinfra",
    reason:
      "the source gives 0.375 USD per million for cache writes, 2.5 times the input; no other host of the model publishes one to compare, and charging less could not be taken back",
    expires: "2027-01-01",
  },
];
