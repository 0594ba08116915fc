/**
 * The parameters that endpoints of Azure take, in sets that they share.
 * @module
 */
import { type Parameter, SAMPLING } from "../../parameters.ts";

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
