/**
 * How prices are written: decimal strings in USD, one for each class (REG-05).
 * @module
 */
import { z } from "zod";
import { parseDecimal } from "./money.ts";

/** Nothing sold today costs more than 600 USD per million tokens; a thousand is a unit error (REG-05). */
export const MAX_USD_PER_MILLION = "1000";

function isPrice(text: string, decimals: number, highest: string): boolean {
  try {
    const value = parseDecimal(text, decimals);
    return value >= 0n && value <= parseDecimal(highest, decimals);
  } catch {
    return false; // Not a decimal at all: the refinement below says what is allowed.
  }
}

const UsdPerMillion = z.string().refine((text) => isPrice(text, 6, MAX_USD_PER_MILLION), {
  error: `must be a decimal string of USD per million tokens from "0" to "${MAX_USD_PER_MILLION}", at most six decimals`,
});
const UsdPerUse = z.string().refine((text) => isPrice(text, 12, "10"), {
  error: 'must be a decimal string of USD per use from "0" to "10"',
});

/** Prices of one tier. Token classes in USD per million tokens; `request` and the uses of tools in USD per use. */
export const RatesSchema = z.strictObject({
  input: UsdPerMillion.optional(),
  cacheRead: UsdPerMillion.optional(),
  cacheReadAudio: UsdPerMillion.optional(),
  cacheWrite5m: UsdPerMillion.optional(),
  cacheWrite1h: UsdPerMillion.optional(),
  audioInput: UsdPerMillion.optional(),
  imageInput: UsdPerMillion.optional(),
  output: UsdPerMillion.optional(),
  reasoning: UsdPerMillion.optional(),
  audioOutput: UsdPerMillion.optional(),
  imageOutput: UsdPerMillion.optional(),
  request: UsdPerUse.optional(),
  search: UsdPerUse.optional(),
  fileSearch: UsdPerUse.optional(),
  codeInterpreter: UsdPerUse.optional(),
  maps: UsdPerUse.optional(),
});
export type Rates = z.infer<typeof RatesSchema>;
