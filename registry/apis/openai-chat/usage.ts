/**
 * Usage in the OpenAI chat dialect: `usage` with its details, at the path that the convention declares.
 * @module
 */

import type { WordPlaces } from "../../canonical/price-words.ts";
import {
  classify,
  toOpenAiUsage,
  type Usage,
  type UsageConvention,
  type UsageCounts,
  type UsageReading,
} from "../../canonical/usage.ts";
import { at, isObject, type JsonObject, own } from "../../json.ts";
import { countAt } from "../_shared/counts.ts";

/** Where the words stand that change the price: OpenAI's place, a relay's, Groq's in streams. */
export const WORD_PLACES: WordPlaces = {
  service_tier: [["service_tier"], ["usage", "service_tier"], ["x_groq", "service_tier"]],
};

function readCounts(raw: JsonObject): UsageCounts | null {
  const prompt = countAt(raw, "prompt_tokens");
  const completion = countAt(raw, "completion_tokens");
  // Half a usage is none: the missing half would be billed as 0 (USE-05).
  if (prompt === undefined || completion === undefined) return null;
  const [prompts, completions] = [own(raw, "prompt_tokens_details"), own(raw, "completion_tokens_details")];
  return {
    prompt,
    completion,
    total: countAt(raw, "total_tokens"),
    // The one count has many spellings, some of them side by side in one answer: the first found is counted once.
    cached:
      countAt(prompts, "cached_tokens") ??
      countAt(raw, "prompt_cache_hit_tokens") ??
      countAt(raw, "cached_tokens") ??
      countAt(raw, "num_cached_tokens") ??
      countAt(raw, "prompt_token_details", "cached_tokens"),
    cacheWrite5m: countAt(prompts, "cache_write_tokens") ?? countAt(prompts, "cache_creation_input_tokens"),
    audioInput: countAt(prompts, "audio_tokens"),
    imageInput: countAt(prompts, "image_tokens"),
    reasoning: countAt(completions, "reasoning_tokens"),
    audioOutput: countAt(completions, "audio_tokens"),
    imageOutput: countAt(completions, "image_tokens"),
  };
}

/** Classifies a usage object as the provider sends it. No object or no counts at all: `unknown` (USE-05). */
export function readUsage(raw: unknown, convention: UsageConvention): UsageReading {
  const counts = isObject(raw) ? readCounts(raw) : null;
  return counts === null ? { kind: "unknown" } : classify(counts, convention, raw);
}

/** The usage object of a body or chunk: the first path of the convention that holds one, counted once. */
export function findUsage(body: unknown, convention: UsageConvention): JsonObject | null {
  for (const path of convention.paths) {
    const found = at(body, path);
    if (isObject(found)) return found;
  }
  return null;
}

export const writeUsage = (usage: Usage): JsonObject => ({ ...toOpenAiUsage(usage) });
