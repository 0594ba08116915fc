/**
 * The parameters that endpoints of Perplexity take, in sets that they share.
 * @module
 */
import type { Parameter } from "../../parameters.ts";

/** The Agent API, which refuses every field that it does not know. */
export const PERPLEXITY_AGENT = [
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "top_p",
  "metadata",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "structured_outputs",
] as const satisfies Parameter[];
