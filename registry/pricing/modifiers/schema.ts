/**
 * Price modifiers: what a word of the answer, the place of the call or the way of the answer does to a price (CST-09, CST-10).
 * @module
 */
import { z } from "zod";
import { PRICE_WORDS } from "../../canonical/price-words.ts";
import { TOKEN_CLASSES } from "../../canonical/usage.ts";
import { parseDecimal } from "../money.ts";
import { RatesSchema } from "../rates.ts";

/**
 * What a modifier goes by: a word of the answer; the `region` that the call went to; or `thinking`, which is `on` where
 * the answer counts reasoning.
 */
export const MODIFIER_WORDS = [...PRICE_WORDS, "region", "thinking"] as const;
export type ModifierWord = (typeof MODIFIER_WORDS)[number];

export const FACTOR_DECIMALS = 6;
const LARGEST = parseDecimal("20", FACTOR_DECIMALS);

function isFactor(text: string): boolean {
  try {
    const value = parseDecimal(text, FACTOR_DECIMALS);
    return value > 0n && value <= LARGEST;
  } catch {
    return false; // Not a decimal at all: the refinement below says what is allowed.
  }
}

const Factor = z.string().refine(isFactor, { error: 'must be a decimal string above "0", at most "20"' });

const common = {
  word: z.enum(MODIFIER_WORDS),
  /** Values of the word in lower case, any of which the modifier is for. */
  values: z.array(z.string().regex(/^[^A-Z]+$/, { error: "must be in lower case" })).min(1),
  /** The modifier is for every value but these. */
  exceptThese: z.literal(true).optional(),
  /** First day, UTC; always where absent. */
  from: z.iso.date().optional(),
  /** The first day on which it does not hold any more. */
  until: z.iso.date().optional(),
  /** The provider has no such price for requests that reach a higher tier. */
  baseTierOnly: z.literal(true).optional(),
  evidence: z.string().min(1),
};

/** `factor` multiplies the classes that it names, `rates` replaces their prices. Fees per use are never multiplied. */
export const ModifierSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("factor"),
    ...common,
    factor: Factor,
    classes: z.array(z.enum(TOKEN_CLASSES)).min(1),
  }),
  z.strictObject({ kind: z.literal("rates"), ...common, usdPerMillion: RatesSchema }),
]);
export type ModifierConfig = z.infer<typeof ModifierSchema>;
