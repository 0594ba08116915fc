/**
 * Usage as it passes by: found in the bodies and events of an answer, whatever API they belong to, and read by the
 * convention of the provider (USE-01, USE-04).
 * @module
 */
import { mergeUsage } from "../apis/anthropic-messages/usage.ts";
import { WORD_PLACES as BEDROCK_WORDS } from "../apis/bedrock-converse/usage.ts";
import { upstreamCodecs } from "../apis/index.ts";
import { WORD_PLACES as OPENAI_WORDS } from "../apis/openai-chat/usage.ts";
import { readUsage as readResponsesUsage } from "../apis/openai-responses/usage.ts";
import { type PriceWords, readWords, type WordPlaces } from "../canonical/price-words.ts";
import { type UsageConvention, type UsageReading, withTerms } from "../canonical/usage.ts";
import { at, isObject, type JsonObject, textOrNull } from "../json.ts";
import type { UsageShape } from "./api-paths.ts";

/** What an answer has told so far. */
export interface UsageSeen {
  /** The usage object as it was sent, or as a stream's events add up to. */
  raw: JsonObject | null;
  /** The model that says it answered. */
  model: string | null;
  /** The provider's own price, where its convention reports one. */
  reportedCost: unknown;
  /** What it says about its price outside its usage (CST-09). */
  words: PriceWords;
}

export const NOTHING_SEEN: UsageSeen = { raw: null, model: null, reportedCost: null, words: {} };

/** Where usage stands in the bodies and events of an API; the first place that holds one counts. */
const PLACES: Readonly<Record<UsageShape, readonly (readonly string[])[]>> = {
  "openai-chat": [["usage"], ["x_groq", "usage"]],
  "openai-responses": [["usage"], ["response", "usage"]],
  "openai-embeddings": [["usage"]],
  "anthropic-messages": [["usage"], ["message", "usage"]],
  gemini: [["usageMetadata"]],
  "bedrock-converse": [["usage"]],
  "cohere-v2": [["usage"], ["delta", "usage"]],
};

/** Words about the price that stand beside the usage; the other APIs have them inside, or none. */
const WORDS: Readonly<Partial<Record<UsageShape, WordPlaces>>> = {
  "openai-chat": OPENAI_WORDS,
  "openai-responses": { service_tier: [["service_tier"], ["response", "service_tier"]] },
  "bedrock-converse": BEDROCK_WORDS,
};

const MODEL_PLACES = [["model"], ["message", "model"], ["response", "model"], ["modelVersion"]] as const;

/** Takes one body or event of an answer in. A body that is a list is a list of events, as Gemini streams them. */
export function see(
  seen: UsageSeen,
  body: unknown,
  shape: UsageShape,
  convention: UsageConvention | null,
): UsageSeen {
  if (Array.isArray(body)) return body.reduce<UsageSeen>((s, item) => see(s, item, shape, convention), seen);
  if (!isObject(body)) return seen;
  const places = [...(convention?.paths ?? []), ...PLACES[shape]];
  const found = places.map((path) => at(body, path)).find(isObject);
  const model = MODEL_PLACES.map((path) => textOrNull(at(body, path))).find((text) => text !== null);
  const cost = convention?.reportedCost ? at(body, convention.reportedCost.path) : undefined;
  return {
    raw:
      found === undefined ? seen.raw : shape === "anthropic-messages" ? mergeUsage(seen.raw, found) : found,
    model: model ?? seen.model,
    reportedCost: cost ?? seen.reportedCost,
    words: { ...seen.words, ...readWords(body, WORDS[shape] ?? {}) },
  };
}

const common = { evidence: "what the API itself documents; no provider of this domain says otherwise" };

/** The convention of an API where no provider is known to differ. */
export const PLAIN_CONVENTIONS: Readonly<Record<"openai" | "beside", UsageConvention>> = {
  openai: {
    ...{ cached: "inside-prompt", cacheWrite: "inside-prompt", reasoning: "inside-completion" },
    ...{ total: "ignored", stream: "replace", paths: [["usage"]], ...common },
  },
  beside: {
    ...{ cached: "outside-prompt", cacheWrite: "outside-prompt", reasoning: "inside-completion" },
    ...{ total: "ignored", stream: "replace", paths: [["usage"]], ...common },
  },
};

const BESIDE: readonly UsageShape[] = ["anthropic-messages", "bedrock-converse"];

/** The convention to read a shape by, where no provider has one. */
export function plainConvention(shape: UsageShape): UsageConvention {
  const plain = PLAIN_CONVENTIONS[BESIDE.includes(shape) ? "beside" : "openai"];
  return shape === "gemini" ? { ...plain, reasoning: "outside-completion" } : plain;
}

const withRaw = (reading: UsageReading, raw: unknown): UsageReading =>
  reading.kind === "unknown" ? reading : { ...reading, raw };

/** Classifies what was seen of an answer, as usage of a shape. */
export function readUsageOf(
  shape: UsageShape,
  { raw, words }: Pick<UsageSeen, "raw" | "words">,
  convention: UsageConvention,
): UsageReading {
  const reading = readRaw(shape, raw, convention);
  return Object.keys(words).length === 0 ? reading : withTerms(reading, { words });
}

function readRaw(shape: UsageShape, raw: unknown, convention: UsageConvention): UsageReading {
  if (!isObject(raw)) return { kind: "unknown" };
  if (shape === "openai-responses") return readResponsesUsage(raw, convention);
  // An embedding has no completion, and says nothing about it.
  if (shape === "openai-embeddings")
    return withRaw(
      upstreamCodecs["openai-chat"].readUsage({ completion_tokens: 0, ...raw }, convention),
      raw,
    );
  return upstreamCodecs[shape].readUsage(raw, convention);
}

/** The shape that a usage object has, by the counts that it holds; `null` where it has none of them. */
export function shapeOf(raw: unknown): UsageShape | null {
  if (!isObject(raw)) return null;
  const has = (name: string) => typeof raw[name] === "number";
  if (has("prompt_tokens")) return has("completion_tokens") ? "openai-chat" : "openai-embeddings";
  if (has("promptTokenCount") || has("totalTokenCount")) return "gemini";
  if (has("inputTokens") && has("outputTokens")) return "bedrock-converse";
  if (isObject(raw.billed_units)) return "cohere-v2";
  if (!has("input_tokens") || !has("output_tokens")) return null;
  return has("total_tokens") || isObject(raw.input_tokens_details)
    ? "openai-responses"
    : "anthropic-messages";
}
