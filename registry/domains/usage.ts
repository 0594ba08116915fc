/**
 * Usage as it passes by: found in the bodies and events of an answer, whatever API they belong to, and read by the
 * convention of the provider (USE-01, USE-04).
 * @module
 */
import { mergeUsage } from "../apis/anthropic-messages/usage.ts";
import { WORD_PLACES as BEDROCK_WORDS } from "../apis/bedrock-converse/usage.ts";
import { Grounding } from "../apis/gemini/grounding.ts";
import { readUsage as readGeminiUsage } from "../apis/gemini/usage.ts";
import { upstreamCodecs } from "../apis/index.ts";
import { WORD_PLACES as OPENAI_WORDS } from "../apis/openai-chat/usage.ts";
import { mostUses, NO_USES, type ToolUses, unclassedOf, usesOf } from "../apis/openai-responses/hosted.ts";
import {
  WORD_PLACES as RESPONSES_WORDS,
  readUsage as readResponsesUsage,
} from "../apis/openai-responses/usage.ts";
import { type PriceWords, readWords, type WordPlaces } from "../canonical/price-words.ts";
import { findReportedCost } from "../canonical/reported-cost.ts";
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
  /** What the provider's own tools did, which no usage object counts (CST-11, CST-13). */
  tools: ToolsSeen;
}

/** Tools that the provider ran, as the answer shows them. */
export interface ToolsSeen {
  /** The items of a Responses answer. */
  uses: ToolUses;
  /** What was used and has no class. */
  unclassed: readonly string[];
  /** What Gemini looked up; it grows with the stream. */
  grounding: Grounding | null;
}

export const NO_TOOLS: ToolsSeen = { uses: NO_USES, unclassed: [], grounding: null };

export const NOTHING_SEEN: UsageSeen = {
  raw: null,
  model: null,
  reportedCost: null,
  words: {},
  tools: NO_TOOLS,
};

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

/** Words about the price that stand beside the usage. An empty entry has them inside, where the codec reads them, or none. */
const WORDS: Readonly<Record<UsageShape, WordPlaces>> = {
  "openai-chat": OPENAI_WORDS,
  "openai-responses": RESPONSES_WORDS,
  "openai-embeddings": {},
  "anthropic-messages": {},
  gemini: {},
  "bedrock-converse": BEDROCK_WORDS,
  "cohere-v2": {},
};

const MODEL_PLACES = [["model"], ["message", "model"], ["response", "model"], ["modelVersion"]] as const;

/** Takes in what one body or event shows of the provider's own tools. */
function seeTools(seen: ToolsSeen, body: JsonObject, shape: UsageShape): ToolsSeen {
  if (shape === "gemini" && Array.isArray(body.candidates)) {
    const grounding = seen.grounding ?? new Grounding();
    grounding.accept(body);
    return { ...seen, grounding };
  }
  if (shape !== "openai-responses") return seen;
  const response = isObject(body.response) ? body.response : body;
  return {
    ...seen,
    uses: mostUses(seen.uses, usesOf(response)),
    unclassed: [...new Set([...seen.unclassed, ...unclassedOf(response)])],
  };
}

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
  // Events of the Responses API have the answer inside of them, and what stands in it is found as in a whole one.
  const { response } = body;
  const told = convention && (findReportedCost(body, convention) ?? findReportedCost(response, convention));
  const wordPlaces = WORDS[shape];
  return {
    raw:
      found === undefined ? seen.raw : shape === "anthropic-messages" ? mergeUsage(seen.raw, found) : found,
    model: model ?? seen.model,
    reportedCost: told ?? seen.reportedCost,
    words: { ...seen.words, ...readWords(body, wordPlaces), ...readWords(response, wordPlaces) },
    tools: seeTools(seen.tools, body, shape),
  };
}

const common = { evidence: "what the API itself documents; no provider of this domain says otherwise" };

/** The convention of an API where no provider is known to differ. */
export const PLAIN_CONVENTIONS: Readonly<Record<"openai" | "beside", UsageConvention>> = {
  openai: {
    cached: "inside-prompt",
    cacheWrite: "inside-prompt",
    reasoning: "inside-completion",
    total: "ignored",
    stream: "replace",
    paths: [["usage"]],
    ...common,
  },
  beside: {
    cached: "outside-prompt",
    cacheWrite: "outside-prompt",
    reasoning: "inside-completion",
    total: "ignored",
    stream: "replace",
    paths: [["usage"]],
    ...common,
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
  { raw, words, tools }: Pick<UsageSeen, "raw" | "words" | "tools">,
  convention: UsageConvention,
): UsageReading {
  return withTerms(readRaw(shape, raw, tools, convention), { words, unclassed: tools.unclassed });
}

function readRaw(
  shape: UsageShape,
  raw: unknown,
  { uses, grounding }: ToolsSeen,
  convention: UsageConvention,
): UsageReading {
  if (!isObject(raw)) return { kind: "unknown" };
  if (shape === "openai-responses") return readResponsesUsage(raw, convention, uses);
  if (shape === "gemini") return readGeminiUsage(raw, convention, grounding ?? undefined);
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
