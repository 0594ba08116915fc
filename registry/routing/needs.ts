/**
 * What a request needs from an endpoint, and what of it has no price: both read off the request alone.
 * @module
 */

import { UNLISTED_BUT_BILLED } from "../apis/_shared/parameters.ts";
import { counted } from "../apis/openai-completions/request.ts";
import type { ChatRequest } from "../canonical/chat.ts";
import type { EmbeddingsRequest } from "../canonical/embeddings.ts";
import { STANDARD_VALUES } from "../canonical/price-words.ts";
import type { Capability, Endpoint } from "../endpoint.ts";
import type { WorstCase } from "../pricing/cost.ts";
import type { CompiledModifier } from "../pricing/modifiers/compile.ts";

/** A capability that a request needs, with the parameter that asks for it. */
export interface Need {
  capability: Capability;
  /** A capability that does as well. */
  otherwise?: Capability;
  param: string;
}

/** Can an endpoint give what is needed? */
export const meets = ({ capabilities }: Endpoint, { capability, otherwise }: Need): boolean =>
  capabilities.has(capability) || (otherwise !== undefined && capabilities.has(otherwise));

const PART_NEEDS: Record<string, Capability> = { image_url: "images", file: "files", input_audio: "audio" };

/** The first part of each kind that not every endpoint takes: of ten thousand images one says what all need. */
function mediaParts(request: ChatRequest): { type: string; capability: Capability; param: string }[] {
  const found = new Map<string, { type: string; capability: Capability; param: string }>();
  // By their number: a pair for each of a hundred thousand parts, several times a request, costs more than the look.
  for (let i = 0; i < request.messages.length; i++) {
    const content = request.messages[i]?.content;
    if (!Array.isArray(content)) continue;
    for (let j = 0; j < content.length; j++) {
      const type = content[j]?.type ?? "";
      const capability = Object.hasOwn(PART_NEEDS, type) ? PART_NEEDS[type] : undefined;
      if (capability === undefined || found.has(type)) continue;
      found.set(type, { type, capability, param: `messages[${i}].content[${j}]` });
    }
  }
  return [...found.values()];
}

/** Capabilities without which the answer would not be what was asked for; never dropped silently (MAP-09). */
export function neededCapabilities(request: ChatRequest): Need[] {
  const needs: Need[] = [];
  if (request.tools && request.tools.length > 0) needs.push({ capability: "tools", param: "tools" });
  if (request.response_format?.type === "json_object") {
    // Models that follow schemas write JSON when they are told to; a mode for it they need not have (MAP-19).
    needs.push({ capability: "json_object", otherwise: "json_schema", param: "response_format" });
  }
  if (request.response_format?.type === "json_schema") {
    needs.push({ capability: "json_schema", param: "response_format" });
  }
  for (const { capability, param } of mediaParts(request)) needs.push({ capability, param });
  return needs;
}

/** What a request may ask for at the standard price; `auto` and nothing leave the choice to the provider. */
const STANDARD_TIERS = ["auto", "standard_only", ...STANDARD_VALUES.service_tier];

const tierAsked = ({ service_tier }: ChatRequest): string | null =>
  typeof service_tier === "string" ? service_tier.toLowerCase() : null;

/** May an answer to this request come under the modifier? What was asked for may; under `auto` every tier may. */
export function mayBeServed(request: ChatRequest, { word, matches }: CompiledModifier): boolean {
  const asked = tierAsked(request);
  if (asked === null || (word !== "service_tier" && word !== "traffic_type")) return false;
  return asked === "auto" || matches(asked) || matches(`on_demand_${asked}`);
}

/** What PTB cannot price and therefore refuses, by parameter (BIL-06). */
export function unpricedFeatures(request: ChatRequest, endpoint: Endpoint): string[] {
  const found: string[] = [];
  if (!endpoint.priced) found.push("model");
  for (const key of UNLISTED_BUT_BILLED)
    if (request[key] !== undefined && request[key] !== null) found.push(key);
  (request.tools ?? []).forEach((tool, i) => {
    if (tool.type !== "function") found.push(`tools[${i}]`);
  });
  if (endpoint.priced && endpoint.tiers.length === 0) found.push("model");
  const tier = tierAsked(request);
  const modifiers = endpoint.modifiers ?? [];
  if (
    tier !== null &&
    !STANDARD_TIERS.includes(tier) &&
    !modifiers.some((modifier) => mayBeServed(request, modifier))
  )
    found.push("service_tier");
  const rates = endpoint.tiers[0]?.rates ?? {};
  if (rates.audioInput === undefined) {
    found.push(
      ...mediaParts(request)
        .filter((part) => part.type === "input_audio")
        .map((part) => part.param),
    );
  }
  return found;
}

/**
 * Is the JSON of a value longer than so many bytes, by its texts alone? It is not written to learn that: the largest bodies
 * are the ones that it is asked of.
 * @param value bounded in depth
 */
function isLongerThan(value: unknown, bytes: number): boolean {
  let left = bytes;
  const walk = (one: unknown): void => {
    if (typeof one === "string") left -= one.length;
    else if (typeof one === "object" && one !== null)
      for (const inner of Object.values(one)) {
        if (left < 0) return;
        walk(inner);
      }
  };
  walk(value);
  return left < 0;
}

/**
 * Prompt tokens that hosts add around a request (chat templates, tool preambles), on top of the request's own bytes.
 * Generous: the largest published template preambles are a few hundred tokens.
 */
const TEMPLATE_ALLOWANCE = 2048;

/**
 * The most that an answer to this request can use (BIL-01). A text token is at least one byte, so the request's bytes
 * bound its prompt; with images, files or audio only the context length does.
 * @param leastOutput the fewest tokens that the host takes as a limit: it may answer with as many, whatever was asked
 */
export function boundsOf(request: ChatRequest, endpoint: Endpoint, leastOutput = 0): WorstCase {
  const isBeyondBytes = mediaParts(request).length > 0 || isLongerThan(request, endpoint.contextLength);
  const promptTokens = isBeyondBytes
    ? endpoint.contextLength
    : Math.min(Buffer.byteLength(JSON.stringify(request)) + TEMPLATE_ALLOWANCE, endpoint.contextLength);
  const asked = request.max_completion_tokens ?? request.max_tokens ?? endpoint.maxCompletionTokens;
  const perChoice = Math.min(Math.max(asked, leastOutput), endpoint.contextLength);
  const choices = endpoint.supportedParameters.includes("n") ? (request.n ?? 1) : 1;
  const { reasoning, reasoningWithoutTotal } = endpoint.usage;
  // A host that is known to count thoughts beside the answer does so too for models that cannot be told how hard to think.
  const thinks = endpoint.capabilities.has("reasoning") || reasoningWithoutTotal === "outside-completion";
  const outside = reasoning !== "inside-completion" && thinks;
  return {
    promptTokens,
    completionTokens: perChoice * choices,
    extraReasoningTokens: outside ? endpoint.maxCompletionTokens * choices : 0,
  };
}

/**
 * The same of prompts that are completed: each prompt has a context of its own, every text is as long as it may be, and an
 * echo is an answer as long as its prompt (BIL-01).
 */
export function completionBounds(request: ChatRequest, endpoint: Endpoint): WorstCase {
  const { contextLength, maxCompletionTokens } = endpoint;
  const { prompts, texts, echo } = counted(request);
  const bytes = new TextEncoder().encode(JSON.stringify(request)).length + TEMPLATE_ALLOWANCE * prompts;
  const promptTokens = Math.min(bytes, contextLength * prompts);
  const limit = Math.min(request.max_tokens ?? maxCompletionTokens, contextLength);
  const echoed = echo ? promptTokens * (texts / prompts) : 0;
  return { promptTokens, completionTokens: limit * texts + echoed, extraReasoningTokens: 0 };
}

/** Tokens that models add around one input: beginning and end, a prompt of their own (Nova's is 15). */
const INPUT_ALLOWANCE = 64;

const encoder = new TextEncoder();

/** The most that a request for embeddings can use: a token is at least one byte, and there is no output (BIL-01). */
export function embeddingBounds({ input }: EmbeddingsRequest, { contextLength }: Endpoint): WorstCase {
  const sizes =
    input.kind === "texts"
      ? input.texts.map((text) => encoder.encode(text).length)
      : input.tokens.map((tokens) => tokens.length);
  const promptTokens = sizes.reduce((sum, size) => sum + Math.min(size, contextLength) + INPUT_ALLOWANCE, 0);
  return { promptTokens, completionTokens: 0, extraReasoningTokens: 0 };
}
