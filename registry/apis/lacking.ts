/**
 * Parameters that an API has no place for, whatever the endpoint takes on its others: there they are dropped and reported,
 * and an API of the endpoint that has them is preferred (MAP-09, MAP-10, RTE-10).
 * @module
 */
import type { Parameter } from "../parameters.ts";
import type { ApiId } from "./codec.ts";

/** Of chats alone: tools, formats, thinking, and what is told about a conversation. */
const OF_CHATS: readonly Parameter[] = [
  ...(["max_completion_tokens", "tools", "tool_choice", "parallel_tool_calls", "top_logprobs"] as const),
  ...(["response_format", "structured_outputs", "reasoning_effort", "reasoning_format"] as const),
  ...(["include_reasoning", "thinking", "verbosity", "prompt_cache_key", "metadata", "store"] as const),
];

const LACKING: Readonly<Partial<Record<ApiId, readonly Parameter[]>>> = {
  "openai-completions": OF_CHATS,
  "openai-responses": [
    ...(["stop", "seed", "n", "frequency_penalty", "presence_penalty", "logit_bias"] as const),
    ...(["top_k", "min_p", "repetition_penalty"] as const),
    ...(["thinking", "include_reasoning", "reasoning_format"] as const),
  ],
};

/**
 * What of these parameters can be said on an API.
 * @param lacks what the host leaves out of it
 */
export function sayableOn(
  api: ApiId,
  parameters: readonly Parameter[],
  lacks: readonly Parameter[] = [],
): readonly Parameter[] {
  const lacking = [...(LACKING[api] ?? []), ...lacks];
  return lacking.length === 0 ? parameters : parameters.filter((name) => !lacking.includes(name));
}
