/**
 * Parameters as `generationConfig`, thinking and response formats included (MAP-03, MAP-04, MAP-08, MAP-10).
 * @module
 */
import type { ThinkingBudget } from "../../accepts/accepts.ts";
import { budgetWithin, nearestEffort } from "../../accepts/effort.ts";
import { acceptsOf } from "../../authors/accepts.ts";
import type { Endpoint } from "../../endpoint.ts";
import { isObject, type Json, type JsonObject, own } from "../../json.ts";
import { maxTokensOf } from "../_shared/parameters.ts";
import { budgetOf, effortOf } from "../_shared/reasoning.ts";
import { UnsupportedInput } from "../codec.ts";

/** Parameters that only change their name. */
export const RENAMED: Readonly<Record<string, string>> = {
  temperature: "temperature",
  top_p: "topP",
  top_k: "topK",
  n: "candidateCount",
  seed: "seed",
  presence_penalty: "presencePenalty",
  frequency_penalty: "frequencyPenalty",
  logprobs: "responseLogprobs",
  top_logprobs: "logprobs",
};

/** What every model with budgets takes; of some more is known. */
const ANY_BUDGET: ThinkingBudget = { least: 0, most: 24_576, off: true };

const budgetAt = (tokens: number, endpoint: Endpoint): number =>
  budgetWithin(tokens, acceptsOf(endpoint)?.budget ?? ANY_BUDGET);

/** Gemini 3 cannot stop thinking: the least is MINIMAL, where a model has it. */
const LEVELS: Readonly<Record<string, string>> = {
  none: "MINIMAL",
  minimal: "MINIMAL",
  low: "LOW",
  medium: "MEDIUM",
  high: "HIGH",
  xhigh: "HIGH",
  max: "HIGH",
};

function levelOf(effort: string, endpoint: Endpoint): JsonObject {
  const level = own(LEVELS, nearestEffort(effort, acceptsOf(endpoint)));
  if (level === undefined)
    throw new UnsupportedInput("reasoning_effort", `one of ${Object.keys(LEVELS).join(", ")}`);
  return { thinkingLevel: level, includeThoughts: effort !== "none" };
}

function fromEffort(effort: string, endpoint: Endpoint): JsonObject {
  if (endpoint.reasoning === "level") return levelOf(effort, endpoint);
  const budget = effort === "max" ? Number.POSITIVE_INFINITY : budgetOf(effort);
  if (budget === null)
    throw new UnsupportedInput("reasoning_effort", `one of ${Object.keys(LEVELS).join(", ")}`);
  return { thinkingBudget: budgetAt(budget, endpoint), includeThoughts: budget > 0 };
}

/** Anthropic's form, which callers may send to any model that thinks. */
function fromThinking(thinking: JsonObject, endpoint: Endpoint): JsonObject {
  const { type, budget_tokens: budget } = thinking;
  if (type === "disabled") return fromEffort("none", endpoint);
  if (type !== "enabled" || typeof budget !== "number")
    return endpoint.reasoning === "level"
      ? { includeThoughts: true }
      : { thinkingBudget: -1, includeThoughts: true };
  if (endpoint.reasoning === "level") return levelOf(effortOf(budget), endpoint);
  return { thinkingBudget: budgetAt(budget, endpoint), includeThoughts: budget > 0 };
}

function thinkingConfig(kept: JsonObject, endpoint: Endpoint): JsonObject | null {
  const { thinking, reasoning_effort: effort, include_reasoning: shown } = kept;
  const asked = isObject(thinking)
    ? fromThinking(thinking, endpoint)
    : typeof effort === "string"
      ? fromEffort(effort, endpoint)
      : null;
  if (typeof shown !== "boolean") return asked;
  return { ...asked, includeThoughts: shown };
}

function formatFields(format: Json | undefined): JsonObject {
  if (!isObject(format) || format.type === "text") return {};
  const schema = isObject(format.json_schema) ? format.json_schema.schema : undefined;
  return {
    responseMimeType: "application/json",
    ...(isObject(schema) ? { responseJsonSchema: schema } : {}),
  };
}

/** The generation config, or `null` where the request says nothing about it. @throws UnsupportedInput */
export function generationConfig(kept: JsonObject, endpoint: Endpoint): JsonObject | null {
  const config: JsonObject = {};
  const limit = maxTokensOf(kept);
  if (limit !== undefined) config.maxOutputTokens = limit;
  for (const [key, value] of Object.entries(kept)) {
    const name = own(RENAMED, key);
    if (name !== undefined && value !== null) config[name] = value;
  }
  const { stop } = kept;
  if (typeof stop === "string") config.stopSequences = [stop];
  else if (Array.isArray(stop)) config.stopSequences = stop;
  Object.assign(config, formatFields(kept.response_format));
  const thinking = thinkingConfig(kept, endpoint);
  if (thinking !== null) config.thinkingConfig = thinking;
  return Object.keys(config).length === 0 ? null : config;
}
