/**
 * Usage in Anthropic's dialect: input beside cache reads and writes, writes split by how long they live, thinking inside
 * the output, and `iterations` where one answer took several calls (USE-01…04).
 * @module
 */

import {
  COMPLETION_CLASSES,
  classify,
  sumClasses,
  type Usage,
  type UsageConvention,
  type UsageCounts,
  type UsageReading,
  withTerms,
} from "../../canonical/usage.ts";
import { at, isGiven, isObject, type JsonObject, objectsIn } from "../../json.ts";
import { countAt } from "../_shared/counts.ts";
import type { RenderContext } from "../codec.ts";
import { readTerms } from "./price-terms.ts";

interface Writes {
  cacheWrite5m?: number;
  cacheWrite1h?: number;
}

/** Cache writes by lifetime; where only their sum is given they are of the default five minutes. */
function readWrites(raw: JsonObject): Writes | { problem: string } {
  const total = countAt(raw, "cache_creation_input_tokens");
  const brief = countAt(raw, "cache_creation", "ephemeral_5m_input_tokens");
  const long = countAt(raw, "cache_creation", "ephemeral_1h_input_tokens");
  if (brief === undefined && long === undefined) return { cacheWrite5m: total };
  const split = (brief ?? 0) + (long ?? 0);
  if (total !== undefined && total !== split)
    return { problem: `cache_creation_input_tokens is ${total} but its parts sum to ${split}` };
  return { cacheWrite5m: brief ?? 0, cacheWrite1h: long ?? 0 };
}

function readCounts(raw: JsonObject): UsageCounts | { problem: string } | null {
  const prompt = countAt(raw, "input_tokens");
  const completion = countAt(raw, "output_tokens");
  // Half a usage is none: the missing half would be billed as 0 (USE-05).
  if (prompt === undefined || completion === undefined) return null;
  const writes = readWrites(raw);
  // Stryker disable next-line ConditionalExpression,StringLiteral: the problem then stands among the counts, where every reader looks for one first
  if ("problem" in writes) return writes;
  const cached = countAt(raw, "cache_read_input_tokens");
  const reasoning = countAt(raw, "output_tokens_details", "thinking_tokens");
  const searches = countAt(raw, "server_tool_use", "web_search_requests");
  return {
    prompt,
    completion,
    ...writes,
    cached,
    reasoning,
    searches,
  };
}

/**
 * The calls to add up instead of reading the totals: where the context was compacted on the way, the totals leave that call
 * out, and a stream's last event even resets the cache reads. After a fall back to another model, its call is the answer.
 */
function compacted(raw: JsonObject): JsonObject[] | null {
  const listed = objectsIn(raw.iterations);
  const has = (name: string) => listed.some(({ type }) => type === name);
  if (!has("compaction")) return null;
  const answer = has("fallback_message") ? "fallback_message" : "message";
  return listed.filter(({ type }) => type === answer || type === "compaction");
}

const SUMMED = ["prompt", "completion", "cached", "cacheWrite5m", "cacheWrite1h"] as const;

function sumIterations(
  raw: JsonObject,
  calls: readonly JsonObject[],
): UsageCounts | { problem: string } | null {
  const sum = { prompt: 0, completion: 0, cached: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
  for (const call of calls) {
    const counts = readCounts(call);
    if (counts === null || "problem" in counts) return counts;
    for (const name of SUMMED) sum[name] += counts[name] ?? 0;
  }
  const reasoning = countAt(raw, "output_tokens_details", "thinking_tokens");
  const searches = countAt(raw, "server_tool_use", "web_search_requests");
  return { ...sum, reasoning, searches };
}

/** Classifies a usage object as it stands in an answer, or as a stream's events add up to. */
export function readUsage(raw: unknown, convention: UsageConvention): UsageReading {
  if (!isObject(raw)) return { kind: "unknown" };
  const calls = compacted(raw);
  const counts = calls === null ? readCounts(raw) : sumIterations(raw, calls);
  if (counts === null) return { kind: "unknown" };
  if ("problem" in counts) return { kind: "contradictory", problem: counts.problem, raw };
  const terms = readTerms(raw, convention, readCounts);
  if ("problem" in terms) return { kind: "contradictory", problem: terms.problem, raw };
  return withTerms(classify(counts, convention, raw), terms);
}

/** The usage object of a body, where the convention says that it stands. */
export function findUsage(body: unknown, convention: UsageConvention): JsonObject | null {
  for (const path of convention.paths) {
    const found = at(body, path);
    if (isObject(found)) return found;
  }
  return null;
}

/**
 * The lifetime split after an event that gave a new sum without one: growth has the lifetime that all writes had, and
 * where they had both, the default one.
 */
function splitOf(previous: JsonObject, total: number): JsonObject {
  const brief = Number(previous.ephemeral_5m_input_tokens);
  const long = Number(previous.ephemeral_1h_input_tokens);
  const grown = brief > 0 ? Math.min(long, total) : total;
  const kept = long > 0 ? grown : 0;
  return { ephemeral_5m_input_tokens: total - kept, ephemeral_1h_input_tokens: kept };
}

/** The usage of a stream so far: counts are cumulative, each key holds as its last event gave it (USE-04). */
export function mergeUsage(previous: JsonObject | null, next: JsonObject): JsonObject {
  const given = Object.fromEntries(Object.entries(next).filter(([, value]) => isGiven(value)));
  const merged: JsonObject = { ...previous, ...given };
  const total = given.cache_creation_input_tokens;
  // Stryker disable next-line ConditionalExpression: the same sum is split as it was
  const isNew = typeof total === "number" && total !== previous?.cache_creation_input_tokens;
  if (isNew && given.cache_creation === undefined && isObject(previous?.cache_creation))
    merged.cache_creation = splitOf(previous.cache_creation, total);
  return merged;
}

/** The usage object as Anthropic counts it. Classes that it does not know stay inside its input or output. */
export function writeUsage(usage: Usage): JsonObject {
  const cacheRead = (usage.cacheRead ?? 0) + (usage.cacheReadAudio ?? 0);
  const { cacheWrite5m = 0, cacheWrite1h = 0, reasoning = 0, search = 0 } = usage;
  return {
    input_tokens: sumClasses(usage, ["input", "audioInput", "imageInput"]),
    cache_creation_input_tokens: cacheWrite5m + cacheWrite1h,
    cache_read_input_tokens: cacheRead,
    cache_creation: { ephemeral_5m_input_tokens: cacheWrite5m, ephemeral_1h_input_tokens: cacheWrite1h },
    output_tokens: sumClasses(usage, COMPLETION_CLASSES),
    ...(reasoning > 0 ? { output_tokens_details: { thinking_tokens: reasoning } } : {}),
    ...(search > 0 ? { server_tool_use: { web_search_requests: search } } : {}),
  };
}

const UNCOUNTED: JsonObject = {
  input_tokens: null,
  cache_creation_input_tokens: null,
  cache_read_input_tokens: null,
  output_tokens: null,
};

/** The usage object for a caller. What is not known is `null`, since 0 would be a claim (USE-05). */
export function renderUsage(usage: UsageReading, context: RenderContext): JsonObject {
  if (usage.kind !== "known") return UNCOUNTED;
  return { ...context.usageExtras(usage.raw), ...writeUsage(usage.usage) };
}
