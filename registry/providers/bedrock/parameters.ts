/**
 * The parameters that endpoints of Bedrock take, in sets that they share.
 * @module
 */
import type { Parameter } from "../../parameters.ts";

/** Converse for models without sampling controls: its `inferenceConfig` has no seed, no penalties, no logprobs. */
export const BEDROCK_FIXED_SAMPLING = [
  "max_tokens",
  "max_completion_tokens",
  "stop",
  "service_tier",
  "metadata",
] as const satisfies Parameter[];

/** The Responses API of the OpenAI-compatible host, which has no stop sequences. */
export const BEDROCK_RESPONSES = [
  "max_tokens",
  "max_completion_tokens",
  "service_tier",
  "metadata",
] as const satisfies Parameter[];

export const BEDROCK_CHAT = [
  ...BEDROCK_FIXED_SAMPLING,
  "temperature",
  "top_p",
] as const satisfies Parameter[];
