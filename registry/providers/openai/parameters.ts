/**
 * The parameters that endpoints of OpenAI take, in sets that they share.
 * @module
 */
import { type Parameter, SAMPLING, TOOLS } from "../../parameters.ts";

const OPENAI_COMMON = [
  "max_tokens",
  "max_completion_tokens",
  "user",
  "metadata",
  "store",
  "service_tier",
  "prompt_cache_key",
] as const satisfies Parameter[];

/** OpenAI models with free sampling: gpt-3.5, gpt-4*, and the gpt-5 and gpt-5.3 chat aliases. */
export const OPENAI_CHAT = [
  ...OPENAI_COMMON,
  ...SAMPLING,
  "n",
  "logit_bias",
  "logprobs",
  "top_logprobs",
] as const satisfies Parameter[];

/** OpenAI's o-series: fixed sampling, and `stop` is refused. */
export const OPENAI_O_SERIES = [...OPENAI_COMMON, "seed", "reasoning_effort"] as const satisfies Parameter[];

/** gpt-5 and later reasoning models: fixed sampling. */
export const OPENAI_GPT5 = [...OPENAI_O_SERIES, "stop", "verbosity"] as const satisfies Parameter[];

export const OPENAI_TOOLS = [...TOOLS, "parallel_tool_calls"] as const satisfies Parameter[];
