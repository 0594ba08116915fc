/**
 * Price tiers: how they are written, compiled to integers, and chosen (REG-06, CST-02, CST-03).
 * @module
 */
import type { Rates, Tier } from "../schema.ts";
import { PROMPT_CLASSES, sumClasses, type Usage, type UsageClass } from "../usage.ts";
import { type PicoUsd, perMillionToPico, usdToPico } from "./money.ts";

/** The price that every request pays below the first threshold, in USD per million tokens. */
export function base(usdPerMillion: Rates): Tier {
  return { kind: "base", from: 0, usdPerMillion };
}

/**
 * A whole-request long-context tier that applies when the prompt, cached tokens included, is larger than `from`.
 * @param evidence where the boundary and the basis are stated
 */
export function above(from: number, usdPerMillion: Rates, evidence: string): Tier {
  const reprices = Object.keys(usdPerMillion) as UsageClass[];
  return {
    kind: "threshold",
    from,
    boundary: "above",
    basis: [...PROMPT_CLASSES],
    reprices,
    usdPerMillion,
    evidence,
  };
}

/**
 * Where a class without a price of its own takes it from (CST-03). Never "free": the chain ends at `input` or
 * `output`; `request` and `search` have no substitute and are unpriced where nothing is declared.
 */
export const PRICE_FALLBACK: Partial<Record<UsageClass, UsageClass>> = {
  cacheRead: "input",
  cacheWrite5m: "input",
  cacheWrite1h: "cacheWrite5m",
  audioInput: "input",
  imageInput: "input",
  reasoning: "output",
  audioOutput: "output",
  imageOutput: "output",
};

/** A tier with its own and its inherited rates, in pico-USD per token (or per use). */
export interface CompiledTier {
  from: number;
  boundary: "above" | "at";
  basis: readonly UsageClass[];
  rates: Partial<Record<UsageClass, PicoUsd>>;
}

const PER_USE: readonly string[] = ["request", "search"];

/** Compiles the tiers of an endpoint. A class that a tier does not price keeps the rate of the tier below it. */
export function compileTiers(tiers: readonly Tier[]): CompiledTier[] {
  let rates: CompiledTier["rates"] = {};
  return tiers.map((tier) => {
    rates = { ...rates };
    for (const [name, text] of Object.entries(tier.usdPerMillion)) {
      if (text !== undefined)
        rates[name as UsageClass] = PER_USE.includes(name) ? usdToPico(text) : perMillionToPico(text);
    }
    return tier.kind === "base"
      ? { from: 0, boundary: "at", basis: PROMPT_CLASSES, rates }
      : { from: tier.from, boundary: tier.boundary, basis: tier.basis, rates };
  });
}

/** Does this usage reach this tier? The tier's own data decides, nothing else (CST-02). */
export function reaches(tier: CompiledTier, usage: Usage): boolean {
  const tokens = sumClasses(usage, tier.basis);
  return tier.boundary === "above" ? tokens > tier.from : tokens >= tier.from;
}

/** The highest tier that the usage reaches; the base is always reached. */
export function chooseTier(tiers: readonly CompiledTier[], usage: Usage): CompiledTier {
  const [first, ...higher] = tiers;
  if (!first) throw new RangeError("an endpoint has no price tiers");
  return higher.reduce((chosen, tier) => (reaches(tier, usage) ? tier : chosen), first);
}

/** The rate of a class in a tier, by its own price or the stated fallback; `null` when nothing prices it. */
export function rateOf(tier: CompiledTier, name: UsageClass): { rate: PicoUsd; pricedAs: UsageClass } | null {
  for (let current: UsageClass | undefined = name; current; current = PRICE_FALLBACK[current]) {
    const rate = tier.rates[current];
    if (rate !== undefined) return { rate, pricedAs: current };
  }
  return null;
}
