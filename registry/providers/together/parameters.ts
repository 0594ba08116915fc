/**
 * The parameters that endpoints of Together take, in sets that they share.
 * @module
 */
import { type Parameter, SAMPLING } from "../../parameters.ts";

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
