/**
 * Usage in the Converse dialect: `inputTokens` leaves the cache out, and the total is the sum of all four counts.
 * @module
 */

import type { WordPlaces } from "../../canonical/price-words.ts";
import {
  COMPLETION_CLASSES,
  classify,
  sumClasses,
  type Usage,
  type UsageConvention,
  type UsageReading,
} from "../../canonical/usage.ts";
import { at, isObject, type JsonObject } from "../../json.ts";
import { countAt } from "../_shared/counts.ts";

/** Where an answer, and the metadata of a stream, name the tier that served it. */
export const WORD_PLACES: WordPlaces = { service_tier: [["serviceTier", "type"]] };

/** The writes by lifetime, where the answer says so; `null` where it does not. */
function writesByLifetime(raw: JsonObject): { fiveMinutes: number; oneHour: number } | null {
  const details = Array.isArray(raw.cacheDetails) ? raw.cacheDetails.filter(isObject) : [];
  if (details.length === 0) return null;
  const sum = (isOneHour: boolean) =>
    details
      .filter(({ ttl }) => (ttl === "1h") === isOneHour)
      .reduce((total, detail) => total + (countAt(detail, "inputTokens") ?? 0), 0);
  return { fiveMinutes: sum(false), oneHour: sum(true) };
}

/**
 * Classifies a usage object as Bedrock sends it. The `…TokenCount` duplicates of the cache counts are not read. Without
 * details writes have the default lifetime of five minutes; details that do not sum to the writes are a contradiction.
 */
export function readUsage(raw: unknown, convention: UsageConvention): UsageReading {
  // Stryker disable next-line ConditionalExpression: what is no object has no counts, which is unknown usage as well
  if (!isObject(raw)) return { kind: "unknown" };
  const [prompt, completion] = [countAt(raw, "inputTokens"), countAt(raw, "outputTokens")];
  // Half a usage is none: the missing half would be billed as 0 (USE-05).
  if (prompt === undefined || completion === undefined) return { kind: "unknown" };
  const written = countAt(raw, "cacheWriteInputTokens");
  const split = writesByLifetime(raw);
  const writes = split ?? { fiveMinutes: written ?? 0, oneHour: 0 };
  if (split && written !== undefined && split.fiveMinutes + split.oneHour !== written) {
    const problem = `cacheDetails sum to ${split.fiveMinutes + split.oneHour} but cacheWriteInputTokens is ${written}`;
    return { kind: "contradictory", problem, raw };
  }
  const counts = {
    prompt,
    completion,
    total: countAt(raw, "totalTokens"),
    cached: countAt(raw, "cacheReadInputTokens"),
    cacheWrite5m: writes.fiveMinutes,
    cacheWrite1h: writes.oneHour,
  };
  return classify(withoutUndefined(counts), convention, raw);
}

type Counts = Parameters<typeof classify>[0];

/** Absent counts are left out, not passed as `undefined`. */
function withoutUndefined(counts: { [Key in keyof Counts]: Counts[Key] | undefined }): Counts {
  return Object.fromEntries(
    Object.entries(counts).filter(([, value]) => value !== undefined),
  ) as unknown as Counts;
}

/** The usage object of a body or of a stream's metadata: the first path of the convention that holds one. */
export function findUsage(body: unknown, convention: UsageConvention): JsonObject | null {
  for (const path of convention.paths) {
    const found = at(body, path);
    if (isObject(found)) return found;
  }
  return null;
}

/** Usage as Bedrock counts it: cache reads and writes beside the input, reasoning inside the output. */
export function writeUsage(usage: Usage): JsonObject {
  const inputTokens = sumClasses(usage, ["input", "audioInput", "imageInput"]);
  const outputTokens = sumClasses(usage, COMPLETION_CLASSES);
  const cacheReadInputTokens = (usage.cacheRead ?? 0) + (usage.cacheReadAudio ?? 0);
  const writes = [
    { ttl: "5m", inputTokens: usage.cacheWrite5m ?? 0 },
    { ttl: "1h", inputTokens: usage.cacheWrite1h ?? 0 },
  ].filter((detail) => detail.inputTokens > 0);
  const cacheWriteInputTokens = writes.reduce((sum, detail) => sum + detail.inputTokens, 0);
  const totalTokens = inputTokens + outputTokens + cacheReadInputTokens + cacheWriteInputTokens;
  return {
    inputTokens,
    outputTokens,
    totalTokens,
    cacheReadInputTokens,
    cacheWriteInputTokens,
    ...(writes.length > 0 ? { cacheDetails: writes } : {}),
  };
}
