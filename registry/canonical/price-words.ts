/**
 * What an answer says about its own price in words: the tier that served it, its speed, its geography, its traffic (CST-09).
 * The words of the answer decide, never those of the request: a provider may serve less than was asked for.
 * @module
 */
import { at } from "../json.ts";

export const PRICE_WORDS = ["service_tier", "speed", "inference_geo", "traffic_type"] as const;
export type PriceWord = (typeof PRICE_WORDS)[number];

/** The words of one answer, in lower case; an absent one means the standard price. */
export type PriceWords = Partial<Record<PriceWord, string>>;

/** Values that mean the price list itself, at every provider. */
export const STANDARD_VALUES: Readonly<Record<PriceWord, readonly string[]>> = {
  service_tier: ["default", "standard", "on_demand"],
  speed: ["standard"],
  inference_geo: ["global", "not_available"],
  traffic_type: ["on_demand"],
};

/** Where an API's answers, or the bodies of its streams, may hold each word; the first place that holds one counts. */
export type WordPlaces = Readonly<Partial<Record<PriceWord, readonly (readonly string[])[]>>>;

const LONGEST = 60;

/** A value as text. One of another type is no word that anything prices, so it is kept as what it is. */
function textOf(value: unknown): string | null {
  if (value === undefined || value === null || value === "") return null;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.toLowerCase().slice(0, LONGEST);
}

/** Reads the words of an answer or of one body of its stream. Never throws. */
export function readWords(body: unknown, places: WordPlaces): PriceWords {
  const found: PriceWords = {};
  for (const word of PRICE_WORDS) {
    const text = (places[word] ?? []).map((path) => textOf(at(body, path))).find((value) => value !== null);
    if (text !== undefined && text !== null) found[word] = text;
  }
  return found;
}
