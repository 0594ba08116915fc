/**
 * The parameters that endpoints of Fireworks take, in sets that they share.
 * @module
 */
import type { Parameter } from "../../parameters.ts";

/** Fireworks, which answers 400 to a field that it does not know. */
export const FIREWORKS_CHAT = [
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "top_p",
  "stop",
  "frequency_penalty",
  "presence_penalty",
  "n",
  "top_k",
  "min_p",
  "repetition_penalty",
  "prompt_cache_key",
] as const satisfies Parameter[];
