/**
 * The parameters that endpoints of DeepInfra take, in sets that they share.
 * @module
 */
import type { Parameter } from "../../parameters.ts";

/** DeepInfra models whose sampling is fixed: neither `temperature` nor `top_p`. */
export const DEEPINFRA_FIXED_SAMPLING = [
  "max_tokens",
  "max_completion_tokens",
  "stop",
  "seed",
  "frequency_penalty",
  "presence_penalty",
  "top_k",
  "min_p",
  "repetition_penalty",
  "prompt_cache_key",
  "user",
] as const satisfies Parameter[];

export const DEEPINFRA_CHAT = [
  "temperature",
  "top_p",
  ...DEEPINFRA_FIXED_SAMPLING,
] as const satisfies Parameter[];
