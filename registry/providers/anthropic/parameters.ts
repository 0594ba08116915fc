/**
 * The parameters that endpoints of Claude take, in sets that they share.
 * @module
 */
import type { Parameter } from "../../parameters.ts";
import { OPENAI_TOOLS } from "../openai/parameters.ts";

/** Claude from Opus 4.7 on, in Anthropic's own dialect: fixed sampling. */
export const CLAUDE_FIXED_SAMPLING = [
  "max_tokens",
  "max_completion_tokens",
  "stop",
  "user",
] as const satisfies Parameter[];

/** Claude before Opus 4.7, in Anthropic's own dialect: no seed, no penalties, one choice. */
export const CLAUDE_CHAT = [
  ...CLAUDE_FIXED_SAMPLING,
  "temperature",
  "top_p",
  "top_k",
] as const satisfies Parameter[];

export const CLAUDE_TOOLS = OPENAI_TOOLS;

export const CLAUDE_REASONING = ["reasoning_effort", "thinking"] as const satisfies Parameter[];
