/**
 * Callers of this API at endpoints that speak it: the body goes through as it is (MAP-16).
 * @module
 */
import { isObject, type Json, type JsonObject, own, without } from "../../../json.ts";
import type { EncodedRequest } from "../../codec.ts";

/** Read by the gateway, never a provider's business. */
const GATEWAY_ONLY = ["strict"];

/** Fields that cost nothing beside the tokens that they lead to, or whose price the plan has looked at. */
const PRICED = [
  "model",
  "input",
  "instructions",
  "stream",
  "stream_options",
  "max_output_tokens",
  "temperature",
  "top_p",
  "top_logprobs",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "max_tool_calls",
  "text",
  "reasoning",
  "include",
  "metadata",
  "user",
  "safety_identifier",
  "service_tier",
  "store",
  "prompt_cache_key",
  "prompt_cache_retention",
  "prompt_cache_options",
  "background",
  "truncation",
  "previous_response_id",
  "conversation",
  "prompt",
  "context_management",
];

/** What users of chat completions go on to write here, under its name in this API. */
function renamed(body: JsonObject): JsonObject {
  const { max_tokens: limit, ...rest } = body;
  if (limit === undefined) return body;
  return rest.max_output_tokens === undefined ? { ...rest, max_output_tokens: limit } : rest;
}

/**
 * Fields that the official client adds to items it hands out, by the type of the item or part. Agents send them back, and the
 * API refuses them as unknown (openai-node, `ParsedResponse`).
 */
const OF_THE_CLIENT: Readonly<Record<string, string>> = {
  function_call: "parsed_arguments",
  output_text: "parsed",
};

function cleaned(value: Json): Json {
  if (!isObject(value)) return value;
  const added = own(OF_THE_CLIENT, String(value.type));
  const { content } = value;
  const item = added === undefined || !(added in value) ? value : without(value, [added]);
  return Array.isArray(content) ? { ...item, content: content.map(cleaned) } : item;
}

/** History without what only the caller's client knows. */
function withoutClientFields(body: JsonObject): JsonObject {
  const { input } = body;
  return Array.isArray(input) ? { ...body, input: input.map(cleaned) } : body;
}

/**
 * The caller's body for an endpoint of the same API.
 * @param isPlatforms whether the gateway's own account pays: fields that nobody knows can have a price, and stay behind
 */
export function passOn(body: JsonObject, isPlatforms: boolean): EncodedRequest {
  const written = withoutClientFields(renamed(without(body, GATEWAY_ONLY)));
  const strange = isPlatforms ? Object.keys(written).filter((name) => !PRICED.includes(name)) : [];
  return { body: without(written, strange), dropped: strange };
}
