/**
 * The fields that answers and chunks share: identity, reasoning under its two names, documented extras.
 * @module
 */
import { ORDER_FIELD } from "../../canonical/item-order.ts";
import { OUTPUT_FIELD } from "../../canonical/kept-turn.ts";
import { ONLY_ON } from "../../canonical/only-on.ts";
import type { UsageConvention } from "../../canonical/usage.ts";
import { isObject, type Json, type JsonObject, textOrNull, without } from "../../json.ts";
import type { DecodeContext } from "../codec.ts";

/** OpenAI's own optional top-level fields, carried for every host. */
const STANDARD = ["system_fingerprint", "service_tier"];

/** What answers of other dialects leave in a history: only the hosts that gave it take it back. */
export const ANSWER_ONLY = [
  "reasoning_details",
  "extra_content",
  "tool_plan",
  "citations",
  "anthropic_content",
  OUTPUT_FIELD,
  ONLY_ON,
  "bedrock_content",
  ORDER_FIELD,
  "is_error",
];

export interface Identity {
  id: string;
  created: number;
  model: string;
}

/** `created` in seconds; a host that sends milliseconds is read as what it means (RES-01). */
function seconds(created: unknown, fallback: number): number {
  const given = Number.isFinite(created) ? Number(created) : 0;
  if (given <= 0) return fallback;
  return Math.floor(given > 100_000_000_000 ? given / 1000 : given);
}

export function readIdentity(body: JsonObject, context: DecodeContext): Identity {
  return {
    id: textOrNull(body.id) ?? context.fallbackId,
    created: seconds(body.created, context.nowSeconds),
    model: textOrNull(body.model) ?? context.endpoint.providerModelId,
  };
}

const textsOf = (parts: Json | undefined): string[] =>
  Array.isArray(parts)
    ? parts.filter(isObject).flatMap(({ text }) => (typeof text === "string" ? [text] : []))
    : [];

/** The text of a content, also where a host lists it in parts; `null` where there is none. */
export function readContent(content: Json | undefined): string | null {
  if (typeof content === "string") return content;
  const texts = textsOf(content);
  return texts.length === 0 ? null : texts.join("");
}

/** Thinking that stands as parts in the content, each a text or a list of texts. */
function thinkingIn(content: Json | undefined): string | null {
  // Stryker disable next-line ArrayDeclaration: a word has none of the fields that are read
  const parts = Array.isArray(content) ? content.filter(isObject) : [];
  const texts = parts.flatMap(({ thinking }) => textOrNull(thinking) ?? textsOf(thinking));
  return textOrNull(texts.join(""));
}

/** Thinking that relays list in details, between pieces that only its author can read. */
function thinkingInDetails(details: Json | undefined): string | null {
  // Stryker disable next-line ArrayDeclaration: a word has none of the fields that are read
  const listed = Array.isArray(details) ? details.filter(isObject) : [];
  return textOrNull(
    listed.map(({ text, summary }) => textOrNull(text) ?? textOrNull(summary) ?? "").join(""),
  );
}

/** The visible thinking, which hosts call `reasoning_content` or `reasoning`, list in details or put into the content. */
export const readReasoning = (source: JsonObject): string | null =>
  textOrNull(source.reasoning_content) ??
  textOrNull(source.reasoning) ??
  thinkingIn(source.content) ??
  thinkingInDetails(source.reasoning_details);

export function pick(source: JsonObject, keys: readonly string[]): JsonObject {
  const picked: JsonObject = {};
  for (const key of keys) if (Object.hasOwn(source, key) && source[key] !== null) picked[key] = source[key];
  return picked;
}

/** Documented extras of a choice; some hosts send them empty on chunks that they say nothing about. */
// Stryker disable next-line ArrayDeclaration: no host has a field of that name
export function readChoiceExtras(choice: JsonObject, keys: readonly string[] = []): JsonObject {
  const extras = pick(choice, keys);
  for (const [key, value] of Object.entries(extras))
    if (isObject(value) && Object.keys(value).length === 0) delete extras[key];
  return extras;
}

/** Documented top-level extras, without the usage that some hosts nest in them: callers get usage in one place only. */
export function readExtras(body: JsonObject, context: DecodeContext): JsonObject {
  const extras = pick(body, [...STANDARD, ...context.traits.extraFields.completion]);
  for (const [first, second] of context.convention.paths as UsageConvention["paths"]) {
    // Stryker disable next-line ConditionalExpression: a path has a first step; the type cannot say so
    const outer = first === undefined ? undefined : extras[first];
    // Stryker disable next-line ConditionalExpression,LogicalOperator: a path has a first step, and one of a single step is the usage itself, which is no extra
    if (first !== undefined && second !== undefined && isObject(outer))
      extras[first] = without(outer, [second]);
  }
  return extras;
}
