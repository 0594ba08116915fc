/**
 * The parameters that endpoints of Mistral take, in sets that they share.
 * @module
 */
import { type Parameter, SAMPLING } from "../../parameters.ts";
import { OPENAI_TOOLS } from "../openai/parameters.ts";

/** Mistral's own platform, which refuses unknown fields with 422. */
export const MISTRAL_CHAT = [
  "max_tokens",
  "max_completion_tokens",
  ...SAMPLING,
  "n",
  "metadata",
  "prompt_cache_key",
] as const satisfies Parameter[];

export const MISTRAL_TOOLS = OPENAI_TOOLS;
