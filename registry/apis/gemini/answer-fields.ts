/**
 * What answers and chunks share: identity, Google's own extras, blocked prompts.
 * @module
 */
import type { ChatRequest } from "../../canonical/chat.ts";
import { isObject, type Json, type JsonObject, textOrNull } from "../../json.ts";
import { type ToolNames, toolNames } from "../_shared/tool-names.ts";
import type { DecodeContext } from "../codec.ts";

export interface Identity {
  id: string;
  created: number;
  model: string;
}

/** Vertex says when in RFC 3339; AI Studio does not. */
function createdAt(body: JsonObject, fallback: number): number {
  // Stryker disable next-line StringLiteral: neither text is a date
  const ms = Date.parse(textOrNull(body.createTime) ?? "");
  return ms > 0 ? Math.floor(ms / 1000) : fallback;
}

export const readIdentity = (body: JsonObject, context: DecodeContext): Identity => ({
  id: textOrNull(body.responseId) ?? context.fallbackId,
  created: createdAt(body, context.nowSeconds),
  model: textOrNull(body.modelVersion) ?? context.endpoint.providerModelId,
});

/** A function name that Gemini takes starts with a letter or an underscore. */
const FUNCTION_NAME = /^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/;

export const functionNames = (request: ChatRequest): ToolNames => toolNames(request, FUNCTION_NAME);

/** Fields of a candidate that have no place in OpenAI's form; they stand in `extra_content.google`. */
const EXTRAS: Readonly<Record<string, string>> = {
  groundingMetadata: "grounding_metadata",
  urlContextMetadata: "url_context_metadata",
  citationMetadata: "citation_metadata",
  safetyRatings: "safety_ratings",
  finishMessage: "finish_message",
};

/** Says nothing: absent, an empty object, or the sentence that Google puts beside every function call. */
function isNoise(key: string, value: Json | undefined, candidate: JsonObject): boolean {
  if (value === undefined || value === null) return true;
  if (isObject(value)) return Object.keys(value).length === 0;
  return key === "finishMessage" && candidate.finishReason === "STOP";
}

/** What a candidate says beyond OpenAI's form, with the parts that have no place there. */
export function readExtras(candidate: JsonObject, parts: readonly JsonObject[]): JsonObject {
  const named = Object.entries(EXTRAS).flatMap(([key, name]) => {
    const value = candidate[key];
    return isNoise(key, value, candidate) ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(named), ...(parts.length === 0 ? {} : { parts: [...parts] }) };
}

export const extraContent = (google: JsonObject): { extra_content?: JsonObject } =>
  Object.keys(google).length === 0 ? {} : { extra_content: { google } };

/** The google half of a message's `extra_content`. */
export function googleOf(message: { [key: string]: unknown }): JsonObject {
  const { extra_content: extra } = message;
  return isObject(extra) && isObject(extra.google) ? extra.google : {};
}

/** The candidate's own fields, from the extras of a message. */
export function writeExtras(google: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(EXTRAS).flatMap(([key, name]) =>
      google[name] === undefined ? [] : [[key, google[name]]],
    ),
  );
}

/** Why the prompt was refused, where an answer has no candidates for this reason. */
export function blockOf(
  body: JsonObject,
): { reason: string; refusal: string | null; feedback: JsonObject } | null {
  const { promptFeedback: feedback } = body;
  if (!isObject(feedback)) return null;
  const reason = textOrNull(feedback.blockReason);
  if (reason === null) return null;
  return { reason, refusal: textOrNull(feedback.blockReasonMessage), feedback };
}
