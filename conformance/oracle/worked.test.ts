import { describe, expect, test } from "vitest";
import type { Usage } from "../../registry/canonical/usage.ts";
import { price } from "../../registry/pricing/cost.ts";
import { picoToUsd } from "../../registry/pricing/money.ts";
import { above, at, base, compileTiers, marginal } from "../../registry/pricing/tiers.ts";
import type { Tier } from "../../registry/schema.ts";
import { expectedCost } from "./price.ts";

const longContext = [
  base({ input: "3", cacheWrite5m: "3.75", output: "15" }),
  above(200_000, { input: "6", cacheWrite5m: "7.5", output: "22.5" }, "worked by hand"),
];
const steps = (tier: typeof above) => [
  base({ input: "1", cacheRead: "0.1", output: "5" }),
  marginal(tier(1000, { input: "2", cacheRead: "0.2" }, "worked by hand", { inherits: ["output"] })),
  marginal(tier(3000, { input: "4", cacheRead: "0.4" }, "worked by hand", { inherits: ["output"] })),
];

/** Sums as a person writes them, in millionths of a dollar. */
const BILLS: readonly [string, readonly Tier[], Usage, string][] = [
  [
    "a part of the prompt that was cached pays the cache price only: 86 × 2.5 + 1920 × 1.25 + 300 × 10",
    [base({ input: "2.5", cacheRead: "1.25", output: "10" })],
    { input: 86, cacheRead: 1920, output: 300 },
    "0.005615",
  ],
  [
    "an hour in the cache costs more than five minutes: 600000 × 6.25 + 400000 × 10",
    [base({ input: "5", cacheWrite5m: "6.25", cacheWrite1h: "10", output: "25" })],
    { cacheWrite5m: 600_000, cacheWrite1h: 400_000 },
    "7.75",
  ],
  [
    "what was written to the cache counts toward the threshold: 1000 × 6 + 250000 × 7.5",
    longContext,
    { input: 1000, cacheWrite5m: 250_000 },
    "1.881",
  ],
  [
    "the higher tier reprices the answer too: 250000 × 2.5 + 1000 × 15",
    [base({ input: "1.25", output: "10" }), above(200_000, { input: "2.5", output: "15" }, "worked by hand")],
    { input: 250_000, output: 1000 },
    "0.64",
  ],
  [
    "searches of files are paid by the piece: 1000 × 2.5 + 100 × 15 + 2 × 2500",
    [base({ input: "2.5", output: "15", fileSearch: "0.0025" })],
    { input: 1000, output: 100, fileSearch: 2 },
    "0.009",
  ],
  [
    "a run of code is no token: 1000 × 2 + 100 × 6 + 3 × 5000",
    [base({ input: "2", output: "6", codeInterpreter: "0.005" })],
    { input: 1000, output: 100, codeInterpreter: 3 },
    "0.0176",
  ],
  [
    "places are paid once an answer: 1000 × 0.3 + 100 × 2.5 + 25000",
    [base({ input: "0.3", output: "2.5", maps: "0.025" })],
    { input: 1000, output: 100, maps: 1 },
    "0.02555",
  ],
  [
    "reasoning is a part of the completion: 20 × 10 + 80 × 10",
    [base({ input: "1", output: "10" })],
    { output: 20, reasoning: 80 },
    "0.001",
  ],
  [
    "audio has a price of its own: 15 × 0.6 + 13 × 2.4 + 34 × 20",
    [base({ input: "0.6", output: "2.4", audioOutput: "20" })],
    { input: 15, output: 13, audioOutput: 34 },
    "0.0007202",
  ],
  [
    "marginal, above: the cached 500 first, then fresh: 500 × 0.1 + 500 × 1 + 2000 × 2 + 1 × 4 + 10 × 5",
    steps(above),
    { cacheRead: 500, input: 2501, output: 10 },
    "0.004604",
  ],
  [
    "marginal, at: token 1000 and token 3000 already pay the higher price: 999 × 1 + 2000 × 2 + 1 × 4",
    steps(at),
    { input: 3000 },
    "0.005003",
  ],
  ["marginal, all cached: 1000 × 0.1 + 2000 × 0.2 + 1 × 0.4", steps(above), { cacheRead: 3001 }, "0.0005004"],
];

describe("bills worked out by hand", () => {
  test.each(BILLS)("%s", (_working, tiers, used, usd) => {
    const cost = price({ tiers: compileTiers(tiers), free: false }, used);
    expect(cost.kind === "priced" && picoToUsd(cost.total)).toBe(usd);
    expect(picoToUsd(expectedCost(tiers, used))).toBe(usd);
  });
});
