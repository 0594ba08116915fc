/**
 * Callers of this API at endpoints that speak it: the body goes through as it is (MAP-16).
 * @module
 */
import { type JsonObject, without } from "../../../json.ts";
import type { EncodedRequest } from "../../codec.ts";

/** Read by the gateway, never a provider's business. */
const GATEWAY_ONLY = ["strict"];

/** Fields that cost nothing beside the tokens that they lead to, or whose price the plan has looked at. */
const PRICED = [
  ...["model", "input", "instructions", "stream", "stream_options", "max_output_tokens", "temperature"],
  ...["top_p", "top_logprobs", "tools", "tool_choice", "parallel_tool_calls", "max_tool_calls", "text"],
  ...["reasoning", "include", "metadata", "user", "safety_identifier", "service_tier", "store"],
  ...["prompt_cache_key", "prompt_cache_retention", "prompt_cache_options", "background", "truncation"],
  ...["previous_response_id", "conversation", "prompt", "context_management"],
];

/** What users of chat completions go on to write here, under its name in this API. */
function renamed(body: JsonObject): JsonObject {
  const { max_tokens: limit, ...rest } = body;
  if (limit === undefined) return body;
  return rest.max_output_tokens === undefined ? { ...rest, max_output_tokens: limit } : rest;
}

/**
 * The caller's body for an endpoint of the same API.
 * @param isPlatforms whether the gateway's own account pays: fields that nobody knows can have a price, and stay behind
 */
export function passOn(body: JsonObject, isPlatforms: boolean): EncodedRequest {
  const own = renamed(without(body, GATEWAY_ONLY));
  const strange = isPlatforms ? Object.keys(own).filter((name) => !PRICED.includes(name)) : [];
  return { body: without(own, strange), dropped: strange };
}
