/**
 * Lint of prices beside each other: the same model at other providers, and in other regions (REG-05, REG-06).
 * @module
 */

import { newestTiers } from "../pricing/periods.ts";
import type { Pricing, Rates, ThresholdTier } from "../schema.ts";
import { type PriceClass, priceOf, pricesOf, type Report, type Subject } from "./subject.ts";

/** Hosts of open weights differ in hardware and margin; beyond ten times it is no margin. In percent. */
const FAR_HOSTED = 1000n;
/** Who resells a vendor's model asks the vendor's price, or a little more. In percent. */
const FAR_RESOLD = 150n;

const BOTH: readonly PriceClass[] = ["input", "output"];

const baseRates = (pricing: Pricing): Rates => newestTiers(pricing)[0]?.usdPerMillion ?? {};

/** Is `value` more than so many percent of `other`, which is a price? */
const isFar = (value: bigint, other: bigint | null, percent: bigint): other is bigint =>
  other !== null && other > 0n && value * 100n > other * percent;

function lintBeside(subject: Subject, other: Subject, report: Report): void {
  const { openWeights } = subject.model;
  const theirs = baseRates(other.config.pricing);
  for (const [name, text, value] of pricesOf(baseRates(subject.config.pricing))) {
    if (!openWeights && !BOTH.includes(name)) continue;
    if (isFar(value, priceOf(theirs[name]), openWeights ? FAR_HOSTED : FAR_RESOLD))
      report(
        openWeights ? "price-far-apart" : "resale-far-apart",
        `pricing[0].${name}`,
        text,
        `nearer to ${theirs[name]} (${other.id})`,
      );
  }
  const tiers = newestTiers(subject.config.pricing);
  const [, first] = tiers;
  const flat = newestTiers(other.config.pricing).length === 1;
  if (!openWeights && first && flat && other.config.contextLength > first.from)
    report(
      "tier-elsewhere-flat",
      `pricing[1].from`,
      String(first.from),
      `no tier, as at ${other.id}, whose context is ${other.config.contextLength}`,
    );
}

/** A region is a little dearer; a multiple is another model's price. */
function lintRegions({ config }: Subject, report: Report): void {
  const home = baseRates(config.pricing);
  for (const [name, { pricing }] of Object.entries(config.deployments)) {
    for (const [price, text, value] of pricesOf(pricing ? baseRates(pricing) : {}))
      if (isFar(value, priceOf(home[price]), FAR_RESOLD))
        report(
          "region-far-apart",
          `deployments.${name}.pricing[0].${price}`,
          text,
          `nearer to the endpoint's own ${home[price]}`,
        );
  }
}

/** Where a tier begins, and what it counts and covers, in words. */
const termsOf = ({ boundary, shape, basis }: ThresholdTier): string =>
  `${boundary} the threshold, for the ${shape === "whole" ? "whole request" : "tokens beyond it"}, counting ${[...basis].sort().join(", ")}`;

const thresholdsOf = ({ config }: Subject): [index: number, tier: ThresholdTier][] =>
  newestTiers(config.pricing).flatMap((tier, i): [number, ThresholdTier][] =>
    tier.kind === "threshold" ? [[i, tier]] : [],
  );

/** One vendor means one thing by its tiers: who sells them on says the same, or there is a reason. The rarer terms are told. */
function lintTerms(subjects: readonly Subject[], report: (subject: Subject) => Report): void {
  const counts = new Map<string, Map<string, number>>();
  for (const subject of subjects)
    for (const [, tier] of thresholdsOf(subject)) {
      const ofVendor = counts.get(subject.model.author) ?? new Map<string, number>();
      ofVendor.set(termsOf(tier), (ofVendor.get(termsOf(tier)) ?? 0) + 1);
      counts.set(subject.model.author, ofVendor);
    }
  for (const subject of subjects)
    for (const [i, tier] of thresholdsOf(subject)) {
      const ranked = [...(counts.get(subject.model.author) ?? [])].sort(([, a], [, b]) => b - a);
      const [usual] = ranked[0] ?? [];
      if (usual !== undefined && usual !== termsOf(tier))
        report(subject)("tier-terms-differ", `pricing[${i}]`, termsOf(tier), usual);
    }
}

/** The threshold as people write it: 200000, 200,000 or 200K. */
function namesThreshold(evidence: string, from: number): boolean {
  const numbers = evidence.replaceAll(/(?<=\d)[,_](?=\d)/g, "").match(/\d+k?/gi) ?? [];
  return numbers.some((text) => text === String(from) || text.toLowerCase() === `${from / 1000}k`);
}

/** A boundary is a fact of one vendor: its evidence names it, and is no other vendor's. */
function lintBoundaries(subjects: readonly Subject[], report: (subject: Subject) => Report): void {
  const vendors = new Map<string, Set<string>>();
  for (const subject of subjects)
    for (const [, { evidence }] of thresholdsOf(subject))
      vendors.set(evidence, (vendors.get(evidence) ?? new Set()).add(subject.model.author));
  for (const subject of subjects)
    for (const [i, { evidence, from }] of thresholdsOf(subject)) {
      const tell = (allowed: string) =>
        report(subject)("tier-borrowed-evidence", `pricing[${i}].evidence`, evidence, allowed);
      const others = [...(vendors.get(evidence) ?? [])].filter((author) => author !== subject.model.author);
      if (!namesThreshold(evidence, from)) tell(`what states that the tier begins at ${from}`);
      else if (others.length > 0) tell(`evidence of its own vendor, not that of ${others.join(", ")}`);
    }
}

export function lintNeighbours(subjects: readonly Subject[], report: (subject: Subject) => Report): void {
  lintTerms(subjects, report);
  lintBoundaries(subjects, report);
  for (const subject of subjects) {
    lintRegions(subject, report(subject));
    for (const other of subjects)
      if (other !== subject && other.modelId === subject.modelId) lintBeside(subject, other, report(subject));
  }
}
