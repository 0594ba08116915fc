/**
 * The known request parameters (REG-07) and the sets that endpoints are built from.
 * A parameter that an endpoint does not list is dropped and reported (MAP-09).
 * @module
 */

export const PARAMETERS = [
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "top_p",
  "top_k",
  "min_p",
  "stop",
  "seed",
  "n",
  "frequency_penalty",
  "presence_penalty",
  "repetition_penalty",
  "logit_bias",
  "logprobs",
  "top_logprobs",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "response_format",
  "structured_outputs",
  "reasoning_effort",
  "reasoning_format",
  "include_reasoning",
  "thinking",
  "verbosity",
  "service_tier",
  "prompt_cache_key",
  "user",
  "metadata",
  "store",
] as const;

export type Parameter = (typeof PARAMETERS)[number];

/** Keys that the gateway itself understands or that every chat endpoint takes; never dropped. */
export const STRUCTURAL = ["model", "messages", "stream", "stream_options"] as const;

/** Sampling controls of nearly every OpenAI-compatible host. */
export const SAMPLING = [
  "temperature",
  "top_p",
  "stop",
  "seed",
  "frequency_penalty",
  "presence_penalty",
] as const satisfies Parameter[];

export const TOOLS = ["tools", "tool_choice"] as const satisfies Parameter[];

/** `response_format: json_object`. */
export const JSON_MODE = ["response_format"] as const satisfies Parameter[];

/** `response_format: json_object` and `json_schema`. */
export const JSON_SCHEMA = ["response_format", "structured_outputs"] as const satisfies Parameter[];

/** `response_format: json_schema` alone: the host has no mode for just any JSON. */
export const SCHEMA_ONLY = ["structured_outputs"] as const satisfies Parameter[];
