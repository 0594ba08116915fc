/**
 * The parameters that endpoints of DeepSeek take, in sets that they share.
 * @module
 */
import type { Parameter } from "../../parameters.ts";

/**
 * DeepSeek's own platform: no seed and one choice. Its models think unless told not to, and then refuse log probabilities
 * and ignore the sampling controls.
 */
export const DEEPSEEK_CHAT = [
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "top_p",
  "stop",
  "frequency_penalty",
  "presence_penalty",
  "reasoning_effort",
  "thinking",
] as const satisfies Parameter[];
