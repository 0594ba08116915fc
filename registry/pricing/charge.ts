/**
 * What an answer is charged: our computation, or the provider's own price where the provider is declared to be right
 * about itself (CST-06). Both are kept.
 * @module
 */

import type { UsageReading } from "../canonical/usage.ts";
import type { Endpoint } from "../endpoint.ts";
import { type Cost, price } from "./cost.ts";
import { type PicoUsd, reportedUsdToPico } from "./money.ts";

export interface Charge {
  amount: PicoUsd;
  /** Which of the two was taken; `nothing` where neither is known. */
  counted: "computed" | "reported" | "nothing";
  computed: Cost | null;
  reported: PicoUsd | null;
  /** Why the amount is not simply the computed cost of known usage; for the record and the log. */
  problem: string | null;
}

function usageProblem(reading: UsageReading, cost: Cost | null): string | null {
  if (reading.kind === "unknown") return "the provider reported no usage";
  if (reading.kind === "contradictory") return `the provider's usage contradicts itself: ${reading.problem}`;
  if (cost?.kind !== "unpriced") return null;
  return cost.problem ?? `no price for ${cost.classes.join(", ")}`;
}

/** A reported cost that is there and is no price: text, negative, not finite, absurd. It is ignored, and said. */
function reportProblem(given: unknown, read: PicoUsd | null): string | null {
  if (read !== null || given === null || given === undefined) return null;
  const shown = typeof given === "number" ? String(given) : JSON.stringify(given);
  return `the provider's own price is unusable: ${String(shown).slice(0, 60)}`;
}

/**
 * Decides the charge. Unknown and contradictory usage is never guessed at: without a counting reported cost it charges
 * nothing and says why. A reported cost of 0 counts as 0; one that is no price is ignored and said.
 */
export function chargeFor(endpoint: Endpoint, reading: UsageReading, reportedCost: unknown): Charge {
  const computed = reading.kind === "known" ? price(endpoint, reading.usage) : null;
  const declared = endpoint.usage.reportedCost;
  const reported = reportedUsdToPico(reportedCost, declared?.unit);
  const problems = [usageProblem(reading, computed), reportProblem(reportedCost, reported)];
  const problem = problems.filter((text) => text !== null).join("; ") || null;
  const both = { computed, reported, problem };
  if (reported !== null && declared?.counts === "reported") {
    return { amount: reported, counted: "reported", ...both };
  }
  if (computed?.kind === "priced") return { amount: computed.total, counted: "computed", ...both };
  return { amount: 0n, counted: "nothing", ...both };
}
