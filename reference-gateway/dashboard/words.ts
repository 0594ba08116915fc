/**
 * Prices in words: what is billed, from when a tier holds, and what changes a price. Pure.
 * @module
 */
import { PER_USE_CLASSES, USAGE_CLASSES, type UsageClass } from "../../registry/canonical/usage.ts";
import type { CompiledModifier } from "../../registry/pricing/modifiers/compile.ts";
import { picoToPerMillion } from "../../registry/pricing/money.ts";
import type { CompiledTier } from "../../registry/pricing/tiers.ts";
import { money, whole } from "./format.ts";

/** What is billed, as people say it. */
export const CLASS_WORDS: Readonly<Record<UsageClass, string>> = {
  input: "input",
  cacheRead: "input from the cache",
  cacheReadAudio: "audio from the cache",
  cacheWrite5m: "written to the cache for 5 minutes",
  cacheWrite1h: "written to the cache for an hour",
  audioInput: "audio in",
  imageInput: "pictures in",
  output: "output",
  reasoning: "reasoning",
  audioOutput: "audio out",
  imageOutput: "pictures out",
  request: "each request",
  search: "each search",
  fileSearch: "each search of files",
  codeInterpreter: "each run of code",
  maps: "each answer with places",
};

const PER_USE: readonly UsageClass[] = PER_USE_CLASSES;

/** @example "$0.15 per million", "$0.01" for what is billed by the piece */
const rateWords = (name: UsageClass, rate: bigint): string =>
  PER_USE.includes(name) ? money(rate) : `$${picoToPerMillion(rate)} per million`;

/** The priced classes with their prices, in the order of a bill. */
export const ratesOf = (rates: CompiledTier["rates"]): [string, string][] =>
  USAGE_CLASSES.flatMap((name) => {
    const rate = rates[name];
    return rate === undefined ? [] : [[CLASS_WORDS[name], rateWords(name, rate)]];
  });

/** @example "Above 200,000 prompt tokens, for the whole request" */
export function tierWords({
  from,
  boundary,
  shape,
}: Pick<CompiledTier, "from" | "boundary" | "shape">): string {
  if (from === 0) return "From the first token";
  const where = `${boundary === "above" ? "Above" : "From"} ${whole(from)} prompt tokens`;
  return shape === "marginal" ? `${where}, for the tokens beyond` : `${where}, for the whole request`;
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

/** @example "service_tier priority: 1.75 times the price of input and output" */
export function modifierWords(modifier: CompiledModifier): string {
  const { name, factor, classes, rates, baseTierOnly, from, until } = modifier;
  const what =
    factor === null
      ? listed(ratesOf(rates).map(([billed, rate]) => `${billed} ${rate}`))
      : `${factor} times the price of ${listed([...classes].map((one) => CLASS_WORDS[one]))}`;
  const when = [
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(until === undefined ? [] : [`before ${until}`]),
    ...(baseTierOnly ? ["at the first tier only"] : []),
  ];
  return `${name}: ${what}${when.length === 0 ? "" : ` (${when.join(", ")})`}`;
}
