/**
 * What an answer is charged: our computation, or the provider's own price where the provider is declared to be right
 * about itself (CST-06). Both are kept.
 * @module
 */

import type { PriceWords } from "../canonical/price-words.ts";
import { isParts } from "../canonical/reported-cost.ts";
import { NO_TERMS, type OtherModelUsage, type UsageClass, type UsageReading } from "../canonical/usage.ts";
import type { Endpoint } from "../endpoint.ts";
import { type Cost, price } from "./cost.ts";
import { PICO_PER_USD, type PicoUsd, picoToUsd, type ReportedUnit, reportedUsdToPico } from "./money.ts";

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
  // Stryker disable next-line OptionalChaining: known usage always has a cost; the type cannot say so
  if (cost?.kind !== "unpriced") return null;
  return cost.problem ?? `no price for ${cost.classes.join(", ")}`;
}

/** A reported cost in pico-USD; a list of parts is their sum, and is none where one of them is none. */
function reportedPico(given: unknown, unit: ReportedUnit | undefined): PicoUsd | null {
  if (!isParts(given)) return reportedUsdToPico(given, unit);
  const read = given.parts.map((part) => reportedUsdToPico(part, unit));
  return read.reduce(
    (sum, part) => (sum === null || part === null ? null : sum + part),
    0n as PicoUsd | null,
  );
}

/** A reported cost that is there and is no price: text, negative, not finite, absurd. It is ignored, and said. */
function reportProblem(given: unknown, read: PicoUsd | null): string | null {
  if (read !== null || given === null || given === undefined) return null;
  const shown = typeof given === "number" ? String(given) : JSON.stringify(given);
  return `the provider's own price is unusable: ${String(shown).slice(0, 60)}`;
}

/** Finds the endpoint of another model at the same provider, place and time, by the id that the provider gives it. */
export type FindOther = (endpoint: Endpoint, providerModelId: string) => Endpoint | null;

/** Speed is asked of the answering model alone; tier and geography hold for the whole answer. */
const wordsOfOthers = ({ speed: _own, ...words }: PriceWords): PriceWords => words;

function priceOther(
  endpoint: Endpoint,
  { model, usage }: OtherModelUsage,
  words: PriceWords,
  find: FindOther,
): Cost {
  const other = model === null ? null : find(endpoint, model);
  const name = model ?? "a model without a name";
  const none = (classes: UsageClass[]): Cost => ({
    kind: "unpriced",
    classes,
    words: [`model ${name}`],
    problem: `no price for ${name} inside the answer`,
  });
  if (other === null) return none([]);
  const cost = price(other, usage, wordsOfOthers(words));
  if (cost.kind === "unpriced") return cost.problem === undefined ? none(cost.classes) : cost;
  return { ...cost, lines: cost.lines.map((line) => ({ endpoint: other.id, ...line })) };
}

/** Both together; what has no price makes the whole have none. */
function joined(own: Cost, other: Cost): Cost {
  if (own.kind === "unpriced") return own;
  if (other.kind === "unpriced") return other;
  return { ...own, total: own.total + other.total, lines: [...own.lines, ...other.lines] };
}

/** Everything that one answer holds, each at its own price (CST-11). */
export function priceAnswer(
  endpoint: Endpoint,
  { usage, terms = NO_TERMS }: UsageReading & { kind: "known" },
  find: FindOther,
): Cost {
  const { words, others, unclassed } = terms;
  if (unclassed.length > 0)
    return {
      kind: "unpriced",
      classes: [],
      words: [...unclassed],
      problem: `no price for ${unclassed.join(", ")}`,
    };
  return others.reduce(
    (cost, other) => joined(cost, priceOther(endpoint, other, words, find)),
    price(endpoint, usage, words),
  );
}

/** A relay that used a key of its own and does not say what the provider billed to it: nothing of ours can stand in. */
const UNKNOWN_OWN_KEY: Cost = {
  kind: "unpriced",
  classes: [],
  words: ["own key"],
  problem: "a relay used a key of its own and does not say what was billed to it",
};

/**
 * Decides the charge. Unknown and contradictory usage is never guessed at: without a counting reported cost it charges
 * nothing and says why. A reported cost of 0 counts as 0; one that is no price is ignored and said.
 */
export function chargeFor(
  endpoint: Endpoint,
  reading: UsageReading,
  reportedCost: unknown,
  find: FindOther = () => null,
): Charge {
  const declared = endpoint.usage.reportedCost;
  const reported = reportedPico(reportedCost, declared?.unit);
  const isHidden = isParts(reportedCost) && reported === null;
  const own = reading.kind === "known" ? priceAnswer(endpoint, reading, find) : null;
  const computed = isHidden ? UNKNOWN_OWN_KEY : own;
  const counts = reported !== null && declared?.counts === "reported";
  const problems = [usageProblem(reading, computed), reportProblem(reportedCost, reported)];
  const problem = problems.filter((text) => text !== null).join("; ") || null;
  const both = { computed, reported, problem };
  if (reported !== null && counts) return { amount: reported, counted: "reported", ...both };
  if (computed?.kind === "priced") return { amount: computed.total, counted: "computed", ...both };
  return { amount: 0n, counted: "nothing", ...both };
}

/** What a reported cost may come to whatever was set aside, in pico-USD: fees that no price list has, such as searches. */
export const REPORTED_ALLOWANCE: PicoUsd = PICO_PER_USD;

/**
 * The charge for a wallet that set `worstCase` aside. A provider is right about its own price only up to twice the worst
 * case, or {@link REPORTED_ALLOWANCE} where that is more: what is beyond is a fault of the provider's, which the caller does
 * not pay. The whole reported cost stays in the charge, with the reason.
 */
export function boundedCharge(charge: Charge, worstCase: PicoUsd): Charge {
  const bound = worstCase * 2n > REPORTED_ALLOWANCE ? worstCase * 2n : REPORTED_ALLOWANCE;
  if (charge.counted !== "reported" || charge.amount <= bound) return charge;
  const problem = `the provider's own price is far above the worst case of ${picoToUsd(worstCase)} USD: charged up to ${picoToUsd(bound)} USD`;
  return { ...charge, amount: bound, problem: [charge.problem, problem].filter(Boolean).join("; ") };
}
