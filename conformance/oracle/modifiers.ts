/**
 * What a word of an answer, a place or thinking does to a written price list, worked out apart from the registry: prices
 * stay decimal texts, and a factor is multiplied into them digit by digit.
 * @module
 */
import { fraction, times } from "./fraction.ts";
import type { WrittenTier } from "./price.ts";

/** A modifier as the registry's data files write it. */
export interface WrittenModifier {
  kind: "factor" | "rates";
  word: string;
  values: readonly string[];
  exceptThese?: true | undefined;
  from?: string | undefined;
  until?: string | undefined;
  baseTierOnly?: true | undefined;
  factor?: string;
  classes?: readonly string[];
  usdPerMillion?: Readonly<Record<string, string | undefined>>;
}

/** What decides: words of the answer, `region` of the call, `thinking` where the answer counts reasoning. */
export type Circumstances = Readonly<Record<string, string | undefined>>;

/** Words that ask nothing of a price list, as the providers document them. */
const PLAIN: Readonly<Record<string, readonly string[]>> = {
  service_tier: ["default", "standard", "on_demand"],
  speed: ["standard"],
  inference_geo: ["global", "not_available"],
  traffic_type: ["on_demand"],
};

const covers = ({ values, exceptThese }: WrittenModifier, value: string): boolean =>
  exceptThese ? !values.includes(value) : values.includes(value);

const holdsOn = ({ from = "", until = "9999-12-31" }: WrittenModifier, day: string): boolean =>
  from <= day && day < until;

/** `"0.25"` times `"1.1"` → `"0.275"`. Factors and prices are decimals, so is their product. */
function product(price: string, factor: string): string {
  const { over, under } = times(fraction(price), fraction(factor));
  const places = under.toString().length - 1;
  const digits = over.toString().padStart(places + 1, "0");
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

function changed(tier: WrittenTier, modifiers: readonly WrittenModifier[]): WrittenTier {
  const prices: Record<string, string | undefined> = { ...tier.usdPerMillion };
  for (const { usdPerMillion = {} } of modifiers)
    for (const [name, text] of Object.entries(usdPerMillion)) prices[name] = text;
  for (const { factor, classes = [] } of modifiers)
    for (const name of factor === undefined ? [] : classes) {
      const text = prices[name];
      if (text !== undefined) prices[name] = product(text, factor ?? "1");
    }
  return { ...tier, usdPerMillion: prices };
}

/** The price list under the circumstances; `null` where one of them has no price. */
export function listUnder(
  tiers: readonly WrittenTier[],
  modifiers: readonly WrittenModifier[],
  circumstances: Circumstances,
  day: string,
): { tiers: WrittenTier[]; baseTierOnly: boolean } | null {
  const applied: WrittenModifier[] = [];
  for (const word of ["region", "thinking", ...Object.keys(PLAIN)]) {
    const value = circumstances[word];
    if (value === undefined) continue;
    const found = modifiers.find(
      (modifier) => modifier.word === word && covers(modifier, value) && holdsOn(modifier, day),
    );
    if (found) applied.push(found);
    else if (PLAIN[word]?.includes(value) === false) return null;
  }
  return {
    tiers: tiers.map((tier) => changed(tier, applied)),
    baseTierOnly: applied.some(({ baseTierOnly }) => baseTierOnly === true),
  };
}
