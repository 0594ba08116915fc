/**
 * Modifiers compiled to integers, and which of them hold for an answer (CST-09, CST-10).
 * @module
 */
import { type PriceWord, type PriceWords, STANDARD_VALUES } from "../../canonical/price-words.ts";
import type { Usage, UsageClass } from "../../canonical/usage.ts";
import { parseDecimal } from "../money.ts";
import { type CompiledTier, compileRates } from "../tiers.ts";
import { FACTOR_DECIMALS, type ModifierConfig, type ModifierWord } from "./schema.ts";

/** A factor as `millionths` / 1e6. */
export interface CompiledModifier {
  word: ModifierWord;
  matches(value: string): boolean;
  /** A value that it is for. */
  example: string;
  /** As written, for bills and pages: `service_tier priority`. */
  name: string;
  /** The written factor, or `null` for a price list. */
  factor: string | null;
  millionths: bigint;
  classes: ReadonlySet<UsageClass>;
  rates: CompiledTier["rates"];
  baseTierOnly: boolean;
  from: string | undefined;
  until: string | undefined;
}

const NO_CLASSES: ReadonlySet<UsageClass> = new Set();

function compileModifier(modifier: ModifierConfig): CompiledModifier {
  const { word, values, exceptThese, from, until, baseTierOnly } = modifier;
  const isFactor = modifier.kind === "factor";
  return {
    word,
    matches: (value) => values.includes(value) !== (exceptThese === true),
    example: exceptThese ? `another than ${values.join(", ")}` : (values[0] ?? ""),
    name: `${word} ${exceptThese ? "but " : ""}${values.join(", ")}`,
    factor: isFactor ? modifier.factor : null,
    millionths: isFactor ? parseDecimal(modifier.factor, FACTOR_DECIMALS) : 1_000_000n,
    classes: isFactor ? new Set(modifier.classes) : NO_CLASSES,
    rates: isFactor ? {} : compileRates(modifier.usdPerMillion),
    baseTierOnly: baseTierOnly === true,
    from,
    until,
  };
}

export const compileModifiers = (modifiers: readonly ModifierConfig[] = []): CompiledModifier[] =>
  modifiers.map(compileModifier);

/** The modifiers that hold on a day. @param day ISO date, UTC */
export const modifiersOn = (modifiers: readonly CompiledModifier[], day: string): CompiledModifier[] =>
  modifiers.filter(
    ({ from, until }) => (from === undefined || from <= day) && (until === undefined || day < until),
  );

/** What holds for an answer, or the words that have no price here. */
export type Chosen = { ok: true; modifiers: readonly CompiledModifier[] } | { ok: false; words: string[] };

const NONE: Chosen = { ok: true, modifiers: [] };

/** `service_tier "scale"`, as a message names it. */
export const wordText = (word: string, value: string): string => `${word} ${JSON.stringify(value)}`;

/**
 * The modifiers of an answer. A word that is neither standard nor priced is named, and the answer has no price.
 * @param region where the call went; `null` where it has no place of its own
 */
export function chooseModifiers(
  modifiers: readonly CompiledModifier[],
  usage: Usage,
  words: PriceWords,
): Chosen {
  const said = Object.entries(words) as [PriceWord, string][];
  if (said.length === 0 && modifiers.length === 0) return NONE;
  const chosen: CompiledModifier[] = [];
  const unknown: string[] = [];
  for (const [word, value] of said) {
    const found = modifiers.find((modifier) => modifier.word === word && modifier.matches(value));
    if (found) chosen.push(found);
    else if (!STANDARD_VALUES[word].includes(value)) unknown.push(wordText(word, value));
  }
  if ((usage.reasoning ?? 0) > 0)
    chosen.push(...modifiers.filter(({ word, matches }) => word === "thinking" && matches("on")));
  if (unknown.length > 0) return { ok: false, words: unknown };
  return { ok: true, modifiers: chosen };
}

/** A tier under modifiers: price lists first, then factors, on the classes that each names. `null` where no exact price results. */
export function modifiedTier(
  tier: CompiledTier,
  modifiers: readonly CompiledModifier[],
): CompiledTier | null {
  const rates = { ...tier.rates };
  for (const modifier of modifiers) Object.assign(rates, modifier.rates);
  const factors = modifiers.filter(({ factor }) => factor !== null);
  for (const [name, listed] of Object.entries(rates) as [UsageClass, bigint][]) {
    let [over, under] = [listed, 1n];
    for (const { classes, millionths } of factors) {
      if (!classes.has(name)) continue;
      over *= millionths;
      under *= 1_000_000n;
    }
    if (over % under !== 0n) return null;
    rates[name] = over / under;
  }
  return { ...tier, rates };
}
