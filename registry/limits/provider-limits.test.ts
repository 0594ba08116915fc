/**
 * What an attempt claims of a provider's own limits. Expected values are written by hand.
 */
import { describe, expect, test } from "vitest";
import { providerClaims } from "./provider-limits.ts";

const bounds = { promptTokens: 300, completionTokens: 100, extraReasoningTokens: 50 };

describe("claims of a provider's limits", () => {
  test("gives none where the registry lists none", () => {
    expect(providerClaims({ rateLimits: undefined }, bounds)).toEqual([]);
    expect(providerClaims({ rateLimits: {} }, bounds)).toEqual([]);
  });

  test("gives a request and the most tokens, by the minute and by the day", () => {
    expect(providerClaims({ rateLimits: { rpm: 60, tpm: 10_000, tpd: 1_000_000 } }, bounds)).toEqual([
      { limit: "rpm", amount: 1n, most: 60n, windowMs: 60_000 },
      { limit: "tpm", amount: 450n, most: 10_000n, windowMs: 60_000 },
      { limit: "tpd", amount: 450n, most: 1_000_000n, windowMs: 86_400_000 },
    ]);
  });

  test("counts each call of an attempt that takes several", () => {
    expect(providerClaims({ rateLimits: { rpm: 60 } }, bounds, 3)).toMatchObject([{ amount: 3n }]);
  });

  test("claims the whole of a limit that is smaller than the request may be, so that it can pass at all", () => {
    expect(providerClaims({ rateLimits: { tpm: 400 } }, bounds)).toMatchObject([
      { amount: 400n, most: 400n },
    ]);
  });
});
