/**
 * Usage in the Responses API: `input_tokens` and `output_tokens`, each with its details.
 * @module
 */
import { readWords, type WordPlaces } from "../../canonical/price-words.ts";
import {
  classify,
  toOpenAiUsage,
  type Usage,
  type UsageConvention,
  type UsageCounts,
  type UsageReading,
  withTerms,
} from "../../canonical/usage.ts";
import { at, isObject, type JsonObject } from "../../json.ts";
import { countAt } from "../_shared/counts.ts";
import type { RenderContext } from "../codec.ts";
import { type ToolUses, unclassedOf, usesOf } from "./hosted.ts";

/** Where the words stand that change the price; relays put them into the usage. */
export const WORD_PLACES: WordPlaces = { service_tier: [["service_tier"], ["usage", "service_tier"]] };

function readCounts(raw: JsonObject): UsageCounts | null {
  const prompt = countAt(raw, "input_tokens");
  const completion = countAt(raw, "output_tokens");
  // Half a usage is none: the missing half would be billed as 0 (USE-05).
  if (prompt === undefined || completion === undefined) return null;
  return {
    prompt,
    completion,
    total: countAt(raw, "total_tokens"),
    cached: countAt(raw, "input_tokens_details", "cached_tokens"),
    cacheWrite5m: countAt(raw, "input_tokens_details", "cache_write_tokens"),
    reasoning: countAt(raw, "output_tokens_details", "reasoning_tokens"),
  };
}

/**
 * Classifies a usage object as the provider sends it. No object or no counts at all: `unknown` (USE-05).
 * @param uses what the items beside it show of the provider's own tools
 */
export function readUsage(raw: unknown, convention: UsageConvention, uses?: ToolUses): UsageReading {
  const counts = isObject(raw) ? readCounts(raw) : null;
  return counts === null ? { kind: "unknown" } : classify({ ...counts, ...uses }, convention, raw);
}

/** The usage object of a response: the first path of the convention that holds one. */
export function findUsage(response: unknown, convention: UsageConvention): JsonObject | null {
  for (const path of convention.paths) {
    const found = at(response, path);
    if (isObject(found)) return found;
  }
  return null;
}

/** The usage of a response with all that it says about its price: its tier, and the tools that the provider ran (CST-09, CST-13). */
export function usageOf(response: JsonObject, convention: UsageConvention): UsageReading {
  const reading = readUsage(findUsage(response, convention), convention, usesOf(response));
  return withTerms(reading, {
    words: readWords(response, WORD_PLACES),
    unclassed: unclassedOf(response),
  });
}

/** Details are never left out, and 0 where there is nothing: strict clients end a turn over a missing one. */
export function writeUsage(usage: Usage): JsonObject {
  const { prompt_tokens, completion_tokens, total_tokens, ...details } = toOpenAiUsage(usage);
  const { cached_tokens, cache_write_tokens } = details.prompt_tokens_details;
  const { reasoning_tokens } = details.completion_tokens_details;
  return {
    input_tokens: prompt_tokens,
    input_tokens_details: { cached_tokens, cache_write_tokens },
    output_tokens: completion_tokens,
    output_tokens_details: { reasoning_tokens },
    total_tokens,
  };
}

/** The usage of an answer with the provider's extras, or `null` where there is none that adds up. */
export const renderUsage = (usage: UsageReading, context: RenderContext): JsonObject | null =>
  usage.kind === "known" ? { ...writeUsage(usage.usage), ...context.usageExtras(usage.raw) } : null;
