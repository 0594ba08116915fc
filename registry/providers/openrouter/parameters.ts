/**
 * The parameters that endpoints of OpenRouter take, in sets that they share.
 * @module
 */
import type { Parameter } from "../../parameters.ts";

/** Models with fixed sampling on OpenRouter. It leaves out by itself what the host that it chooses does not take. */
export const OPENROUTER_FIXED_SAMPLING = [
  "max_tokens",
  "max_completion_tokens",
  "stop",
  "seed",
  "verbosity",
  "user",
] as const satisfies Parameter[];

export const OPENROUTER_CHAT = [
  ...OPENROUTER_FIXED_SAMPLING,
  "temperature",
  "top_p",
  "top_k",
  "min_p",
  "frequency_penalty",
  "presence_penalty",
  "repetition_penalty",
  "logit_bias",
  "logprobs",
  "top_logprobs",
] as const satisfies Parameter[];

/** The words of OpenAI, which OpenRouter takes as other names of its own `reasoning`. */
export const OPENROUTER_REASONING = ["reasoning_effort", "include_reasoning"] as const satisfies Parameter[];
