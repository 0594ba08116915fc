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

/** Gemini from 2.5 on, which refuses penalties ("Penalty is not enabled", public issue reports). */
export const GEMINI_CHAT = [
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "top_p",
  "top_k",
  "stop",
  "seed",
  "n",
  "logprobs",
  "top_logprobs",
] as const satisfies Parameter[];

/** Gemini from 3.7 on, which has no sampling parameters any more, and makes one choice. */
export const GEMINI_FIXED_SAMPLING = [
  "max_tokens",
  "max_completion_tokens",
  "stop",
  "seed",
  "logprobs",
  "top_logprobs",
] as const satisfies Parameter[];

/** Gemini 2.0: everything that the dialect has a place for. */
export const GEMINI_2_CHAT = [
  ...GEMINI_CHAT,
  "frequency_penalty",
  "presence_penalty",
] as const satisfies Parameter[];

/** Gemini with thinking, asked for in OpenAI's or in Anthropic's words, and shown or not. */
export const GEMINI_REASONING = [
  "reasoning_effort",
  "thinking",
  "include_reasoning",
] as const satisfies Parameter[];

/** Open models on Vertex, behind its OpenAI-compatible path. */
export const VERTEX_OPEN_MODELS = [
  "max_tokens",
  "max_completion_tokens",
  ...SAMPLING,
] as const satisfies Parameter[];

/**
 * OpenAI's models with fixed sampling on Azure. Fields that only newer api-versions know (`store`, `metadata`,
 * `service_tier`, `prompt_cache_key`, `verbosity`) are a 400 on older ones, so none of them is sent.
 */
export const AZURE_FIXED_SAMPLING = [
  "max_tokens",
  "max_completion_tokens",
  "user",
  "seed",
] as const satisfies Parameter[];

/** OpenAI's models with free sampling on Azure. */
export const AZURE_CHAT = [
  "max_tokens",
  "max_completion_tokens",
  "user",
  ...SAMPLING,
  "n",
  "logit_bias",
  "logprobs",
  "top_logprobs",
] as const satisfies Parameter[];

/** Models of other makers on Azure: what its common inference API names. */
export const AZURE_OPEN_MODELS = [
  "max_tokens",
  "max_completion_tokens",
  ...SAMPLING,
] as const satisfies Parameter[];

/** Converse for models without sampling controls: its `inferenceConfig` has no seed, no penalties, no logprobs. */
export const BEDROCK_FIXED_SAMPLING = [
  "max_tokens",
  "max_completion_tokens",
  "stop",
  "service_tier",
  "metadata",
] as const satisfies Parameter[];

export const BEDROCK_CHAT = [
  ...BEDROCK_FIXED_SAMPLING,
  "temperature",
  "top_p",
] as const satisfies Parameter[];

export const COHERE_CHAT = [
  "max_tokens",
  "max_completion_tokens",
  ...SAMPLING,
  "top_k",
  "logprobs",
] as const satisfies Parameter[];

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

/** Novita. Its models are told to think by a switch of its own, `enable_thinking`, and never by an effort. */
export const NOVITA_CHAT = [
  "max_tokens",
  "max_completion_tokens",
  ...SAMPLING,
  "top_k",
  "min_p",
  "repetition_penalty",
] as const satisfies Parameter[];

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

/** What Workers AI names: no `stop`, one choice, and no effort for its reasoning models. */
export const WORKERS_AI_CHAT = [
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "top_p",
  "top_k",
  "seed",
  "frequency_penalty",
  "presence_penalty",
  "repetition_penalty",
] as const satisfies Parameter[];

/** OpenAI's models behind Cloudflare: what the relay is known to pass on, which is less than OpenAI takes. */
export const CLOUDFLARE_OPENAI_CHAT = AZURE_CHAT;

export const CLOUDFLARE_OPENAI_FIXED_SAMPLING = AZURE_FIXED_SAMPLING;

/** The compatible mode of Model Studio. */
export const ALIBABA_CHAT = [
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "top_p",
  "top_k",
  "stop",
  "seed",
  "presence_penalty",
] as const satisfies Parameter[];

export const ALIBABA_TOOLS = OPENAI_TOOLS;

/** Models of Model Studio that think or not, as they are told; the effort becomes a budget (`reasoning: "budget"`). */
export const ALIBABA_THINKING = ["reasoning_effort"] as const satisfies Parameter[];

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

/** Together. Its `logprobs` is a number and not OpenAI's switch, so it is left out. */
export const TOGETHER_CHAT = [
  "max_tokens",
  "max_completion_tokens",
  ...SAMPLING,
  "n",
  "top_k",
  "min_p",
  "repetition_penalty",
  "logit_bias",
] as const satisfies Parameter[];

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

export const NEBIUS_CHAT = [
  "max_tokens",
  "max_completion_tokens",
  ...SAMPLING,
  "n",
  "top_k",
  "min_p",
  "repetition_penalty",
  "logit_bias",
  "logprobs",
  "top_logprobs",
  "user",
] as const satisfies Parameter[];

/** Avian, which documents these and tools. */
export const AVIAN_CHAT = [
  "max_tokens",
  "max_completion_tokens",
  "temperature",
] as const satisfies Parameter[];

/** LemonFox, whose page lists these and neither tools nor formats. */
export const LEMONFOX_CHAT = [
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "top_p",
  "stop",
  "frequency_penalty",
  "presence_penalty",
] as const satisfies Parameter[];
