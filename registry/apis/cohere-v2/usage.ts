/**
 * Usage in Cohere's dialect: `billed_units` is what is charged, `tokens` what was processed, with Cohere's own prompt
 * around it. They differ by a factor of forty for tools, so only one of them may be counted (USE-01, CST-03).
 * @module
 */

import {
  COMPLETION_CLASSES,
  classify,
  PROMPT_CLASSES,
  sumClasses,
  type Usage,
  type UsageConvention,
  type UsageCounts,
  type UsageReading,
} from "../../canonical/usage.ts";
import { isObject, type JsonObject } from "../../json.ts";
import { countAt } from "../_shared/counts.ts";

/** Input and output, or `null` where one of them is missing: half a usage is none (USE-05). */
function pair(raw: unknown): { prompt: number; completion: number } | null {
  const prompt = countAt(raw, "input_tokens");
  const completion = countAt(raw, "output_tokens");
  return prompt === undefined || completion === undefined ? null : { prompt, completion };
}

function readCounts(raw: JsonObject): UsageCounts | null {
  const billed = isObject(raw.billed_units) ? raw.billed_units : null;
  // Processed tokens stand in only where nothing at all is said about the charge.
  const counts = pair(billed ?? raw.tokens);
  const searches = billed && countAt(billed, "search_units");
  return counts && { ...counts, ...(typeof searches === "number" ? { searches } : {}) };
}

/** Classifies a usage object as Cohere sends it; `unknown` where it says nothing about the charge. */
export function readUsage(raw: unknown, convention: UsageConvention): UsageReading {
  const counts = isObject(raw) ? readCounts(raw) : null;
  return counts === null ? { kind: "unknown" } : classify(counts, convention, raw);
}

/** Usage as this dialect counts it: no part for reasoning, the cache beside the processed tokens. */
export function writeUsage(usage: Usage): JsonObject {
  const counts = {
    input_tokens: sumClasses(usage, PROMPT_CLASSES),
    output_tokens: sumClasses(usage, COMPLETION_CLASSES),
  };
  const { search = 0 } = usage;
  const cacheRead = (usage.cacheRead ?? 0) + (usage.cacheReadAudio ?? 0);
  return {
    billed_units: { ...counts, ...(search === 0 ? {} : { search_units: search }) },
    tokens: counts,
    ...(cacheRead === 0 ? {} : { cached_tokens: cacheRead }),
  };
}
