/**
 * The types that hold the data files together, and the parameter sets that endpoints of a provider share.
 * @module
 */
import { type Parameter, SAMPLING, TOOLS } from "../parameters.ts";
import type { ProviderSlug } from "../providers/index.ts";
import type { EndpointConfig, Model } from "../schema.ts";

/** The models of a family, by model id. */
export type ModelsOf = Record<string, Model>;

/** The endpoints of a family: a key that names an unknown model or an unknown provider does not compile (REG-02). */
export type EndpointsFor<M extends ModelsOf> = {
  [K in `${keyof M & string}:${ProviderSlug}`]?: EndpointConfig;
};

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

/** Groq's classifiers, which take no sampling controls and no response format. */
export const GROQ_CLASSIFIER = [
  "max_tokens",
  "max_completion_tokens",
  "user",
  "service_tier",
] as const satisfies Parameter[];

export const GROQ_CHAT = [...GROQ_CLASSIFIER, ...SAMPLING] as const satisfies Parameter[];

export const GROQ_TOOLS = OPENAI_TOOLS;

export const GROQ_REASONING = [
  "reasoning_effort",
  "reasoning_format",
  "include_reasoning",
] as const satisfies Parameter[];
