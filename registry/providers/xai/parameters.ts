/**
 * The parameters that endpoints of xAI take, in sets that they share.
 * @module
 */
import type { Parameter } from "../../parameters.ts";

/** xAI's reasoning models, which refuse penalties and `stop`. Effort is the business of each model: most refuse it. */
export const XAI_REASONING_CHAT = [
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "top_p",
  "seed",
  "n",
  "user",
  "service_tier",
] as const satisfies Parameter[];

export const XAI_CHAT = [
  ...XAI_REASONING_CHAT,
  "stop",
  "frequency_penalty",
  "presence_penalty",
] as const satisfies Parameter[];
