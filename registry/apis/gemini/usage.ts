/**
 * Usage as Gemini counts it: `usageMetadata`, with thoughts beside the answer and tool results beside the prompt.
 * @module
 */

import { readWords, type WordPlaces } from "../../canonical/price-words.ts";
import {
  COMPLETION_CLASSES,
  classify,
  PROMPT_CLASSES,
  sumClasses,
  type Usage,
  type UsageConvention,
  type UsageCounts,
  type UsageReading,
  withTerms,
} from "../../canonical/usage.ts";
import { at, isObject, type JsonObject } from "../../json.ts";
import { countAt } from "../_shared/counts.ts";
import type { Grounding } from "./grounding.ts";

/** Where the words stand that change the price: Google AI Studio's, then Vertex AI's. */
const WORD_PLACES: WordPlaces = { service_tier: [["serviceTier"]], traffic_type: [["trafficType"]] };

/** Tokens of one modality in a list of details; an entry without a count means 0. */
function modality(raw: JsonObject, lists: readonly string[], name: string): number {
  // Stryker disable next-line ArrayDeclaration: an entry that is no object has no modality
  const entries = lists.flatMap((list) => (Array.isArray(raw[list]) ? raw[list].filter(isObject) : []));
  return entries
    .filter((entry) => entry.modality === name)
    .reduce((sum, entry) => sum + (countAt(entry, "tokenCount") ?? 0), 0);
}

const PROMPT_DETAILS = ["promptTokensDetails", "toolUsePromptTokensDetails"];

/** What of the prompt is sound and pictures, without what was cached: sound among that is a class of its own. */
function promptModalities(raw: JsonObject, uncached: number): Pick<UsageCounts, "audioInput" | "imageInput"> {
  const of = (name: string) =>
    modality(raw, PROMPT_DETAILS, name) - modality(raw, ["cacheTokensDetails"], name);
  const [audioInput, imageInput] = [of("AUDIO"), of("IMAGE")];
  // Without details of the cache nothing tells which modalities it held.
  return audioInput + imageInput > uncached && !Array.isArray(raw.cacheTokensDetails)
    ? {}
    : { audioInput, imageInput };
}

/** The counts, or `null` where they are missing. Gemini leaves out what is 0, which only a total can tell from unknown. */
function readCounts(raw: JsonObject): UsageCounts | null {
  const prompt = countAt(raw, "promptTokenCount");
  const answer = countAt(raw, "candidatesTokenCount");
  const reasoning = countAt(raw, "thoughtsTokenCount");
  const total = countAt(raw, "totalTokenCount");
  const isWhole = prompt !== undefined && (answer !== undefined || reasoning !== undefined);
  if (total === undefined && !isWhole) return null;
  const toolUse = countAt(raw, "toolUsePromptTokenCount") ?? 0;
  const cached = countAt(raw, "cachedContentTokenCount") ?? 0;
  const cachedAudio = modality(raw, ["cacheTokensDetails"], "AUDIO");
  const whole = (prompt ?? 0) + toolUse;
  return {
    prompt: whole,
    cached,
    ...(cachedAudio > 0 ? { cachedAudio } : {}),
    ...promptModalities(raw, whole - cached),
    completion: answer ?? 0,
    reasoning: reasoning ?? 0,
    audioOutput: modality(raw, ["candidatesTokensDetails"], "AUDIO"),
    imageOutput: modality(raw, ["candidatesTokensDetails"], "IMAGE"),
    total,
  };
}

/**
 * Classifies a `usageMetadata`. One without counts, which Vertex sends early in streams, is `unknown` (USE-05).
 * @param grounding the searches that the answer tells of so far
 */
export function readUsage(raw: unknown, convention: UsageConvention, grounding?: Grounding): UsageReading {
  const counts = isObject(raw) ? readCounts(raw) : null;
  if (counts === null) return { kind: "unknown" };
  const reading = classify({ ...counts, ...grounding?.count(convention) }, convention, raw);
  return withTerms(reading, { words: readWords(raw, WORD_PLACES) });
}

/** The usage of a body or chunk, at the first path of the convention that holds one. */
export function findUsage(body: unknown, convention: UsageConvention): JsonObject | null {
  return convention.paths.map((path) => at(body, path)).find(isObject) ?? null;
}

const details = (counts: Record<string, number>): JsonObject[] =>
  Object.entries(counts)
    .filter(([, tokenCount]) => tokenCount > 0)
    .map(([name, tokenCount]) => ({ modality: name, tokenCount }));

/** `usageMetadata` for a caller. Cache writes have no place of their own and count as prompt. */
export function writeUsage(usage: Usage): JsonObject {
  const { cacheReadAudio = 0, reasoning = 0, audioInput = 0, imageInput = 0 } = usage;
  const cacheRead = (usage.cacheRead ?? 0) + cacheReadAudio;
  const { audioOutput = 0, imageOutput = 0 } = usage;
  const prompt = sumClasses(usage, PROMPT_CLASSES);
  const completion = sumClasses(usage, COMPLETION_CLASSES);
  const promptDetails = details({
    TEXT: prompt - cacheRead - audioInput - imageInput,
    AUDIO: audioInput + cacheReadAudio,
    IMAGE: imageInput,
  });
  const answerDetails = details({ AUDIO: audioOutput, IMAGE: imageOutput });
  return {
    promptTokenCount: prompt,
    ...(cacheRead > 0 ? { cachedContentTokenCount: cacheRead } : {}),
    candidatesTokenCount: completion - reasoning,
    ...(reasoning > 0 ? { thoughtsTokenCount: reasoning } : {}),
    totalTokenCount: prompt + completion,
    ...(cacheReadAudio > 0 ? { cacheTokensDetails: details({ AUDIO: cacheReadAudio }) } : {}),
    ...(promptDetails.length > 0 ? { promptTokensDetails: promptDetails } : {}),
    ...(answerDetails.length > 0 ? { candidatesTokensDetails: answerDetails } : {}),
  };
}
