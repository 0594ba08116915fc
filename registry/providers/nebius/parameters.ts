/**
 * The parameters that endpoints of Nebius take, in sets that they share.
 * @module
 */
import { type Parameter, SAMPLING } from "../../parameters.ts";

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
