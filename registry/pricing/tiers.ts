/**
 * Price tiers: how they are written, compiled to integers, and chosen (REG-06, CST-02, CST-03).
 * @module
 */

import {
  PER_USE_CLASSES,
  PROMPT_CLASSES,
  sumClasses,
  type Usage,
  type UsageClass,
} from "../canonical/usage.ts";
import type { Period, Rates, ThresholdTier, Tier } from "../schema.ts";
import { type PicoUsd, perMillionToPico, usdToPico } from "./money.ts";

/** The price that every request pays below the first threshold, in USD per million tokens. */
export function base(usdPerMillion: Rates): Tier {
  return { kind: "base", from: 0, usdPerMillion };
}

/** What a threshold tier may say beside its prices. */
export interface TierTerms {
  /** The classes of the tiers below that it leaves as they are; every one must be named (REG-06). */
  inherits?: readonly UsageClass[];
  /** The classes that count toward the threshold; the whole prompt, cached tokens included, unless told. */
  basis?: readonly (typeof PROMPT_CLASSES)[number][];
}

const threshold =
  (boundary: ThresholdTier["boundary"]) =>
  (from: number, usdPerMillion: Rates, evidence: string, terms: TierTerms = {}): ThresholdTier => ({
    kind: "threshold",
    from,
    boundary,
    basis: [...(terms.basis ?? PROMPT_CLASSES)],
    shape: "whole",
    reprices: Object.keys(usdPerMillion) as UsageClass[],
    inherits: [...(terms.inherits ?? [])],
    usdPerMillion,
    evidence,
  });

/**
 * A tier for the whole request when its prompt is larger than `from`: `from` tokens themselves pay the price below.
 * @param evidence where the boundary and the basis are stated
 */
export const above = threshold("above");

/** A tier for the whole request when its prompt has `from` tokens or more. @param evidence as for {@link above} */
export const at = threshold("at");

/** The same tier for the tokens beyond its threshold only. @example marginal(above(200_000, { input: "2" }, "…")) */
export const marginal = (tier: ThresholdTier): ThresholdTier => ({ ...tier, shape: "marginal" });

/** Prices that hold from a day on, 00:00 UTC. @example [since("2026-01-01", base(a)), since("2026-07-30", base(b))] */
export const since = (from: string, ...tiers: Tier[]): Period => ({ from, tiers });

/**
 * Where a class without a price of its own takes it from (CST-03). Never "free": the chain ends at `input` or
 * `output`; what is charged by the piece has no substitute and is unpriced where nothing is declared.
 */
export const PRICE_FALLBACK: Partial<Record<UsageClass, UsageClass>> = {
  cacheRead: "input",
  cacheReadAudio: "cacheRead",
  cacheWrite5m: "input",
  cacheWrite1h: "cacheWrite5m",
  audioInput: "input",
  imageInput: "input",
  reasoning: "output",
  audioOutput: "output",
  imageOutput: "output",
};

/**
 * The order in which the classes of a prompt fill a marginal tier from below. A cache holds the beginning of a prompt,
 * so what was read from it comes first, then what was written to it (longest kept first), then what is fresh.
 */
export const FILL_ORDER = [
  "cacheRead",
  "cacheReadAudio",
  "cacheWrite1h",
  "cacheWrite5m",
  "input",
  "imageInput",
  "audioInput",
] as const satisfies UsageClass[];

/** A tier with its own and its inherited rates, in pico-USD per token (or per use). */
export interface CompiledTier {
  from: number;
  boundary: "above" | "at";
  basis: readonly UsageClass[];
  shape: "whole" | "marginal";
  rates: Partial<Record<UsageClass, PicoUsd>>;
  /** Classes that nothing may stand in for. */
  unpriced?: ReadonlySet<UsageClass>;
}

const PER_USE: readonly string[] = PER_USE_CLASSES;

/** Written prices as pico-USD per token, or per use. */
export function compileRates(written: Rates): CompiledTier["rates"] {
  const rates: CompiledTier["rates"] = {};
  for (const [name, text] of Object.entries(written)) {
    if (text !== undefined)
      rates[name as UsageClass] = PER_USE.includes(name) ? usdToPico(text) : perMillionToPico(text);
  }
  return rates;
}

/** Compiles the tiers of an endpoint. The classes that a tier inherits keep the rates of the tier below it. */
export function compileTiers(tiers: readonly Tier[]): CompiledTier[] {
  let rates: CompiledTier["rates"] = {};
  return tiers.map((tier) => {
    rates = { ...rates, ...compileRates(tier.usdPerMillion) };
    if (tier.kind === "base")
      return { from: 0, boundary: "at", basis: PROMPT_CLASSES, shape: "whole", rates };
    const { from, boundary, basis, shape } = tier;
    return { from, boundary, basis, shape, rates };
  });
}

/** Do so many tokens of its basis reach this tier? The tier's own data decides, nothing else (CST-02). */
export const reachedBy = ({ boundary, from }: CompiledTier, tokens: number): boolean =>
  boundary === "above" ? tokens > from : tokens >= from;

/** Does this usage reach this tier? */
export const reaches = (tier: CompiledTier, usage: Usage): boolean =>
  reachedBy(tier, sumClasses(usage, tier.basis));

/** The highest tier that the usage reaches; the base is always reached. */
export function chooseTier(tiers: readonly CompiledTier[], usage: Usage): CompiledTier {
  const [first, ...higher] = tiers;
  if (!first) throw new RangeError("an endpoint has no price tiers");
  return higher.reduce((chosen, tier) => (reaches(tier, usage) ? tier : chosen), first);
}

/** The rate of a class in a tier, by its own price or the stated fallback; `null` when nothing prices it. */
export function rateOf(tier: CompiledTier, name: UsageClass): { rate: PicoUsd; pricedAs: UsageClass } | null {
  if (tier.unpriced?.has(name)) return null;
  for (let current: UsageClass | undefined = name; current; current = PRICE_FALLBACK[current]) {
    const rate = tier.rates[current];
    if (rate !== undefined) return { rate, pricedAs: current };
  }
  return null;
}
