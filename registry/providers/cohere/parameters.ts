/**
 * The parameters that endpoints of Cohere take, in sets that they share.
 * @module
 */
import { type Parameter, SAMPLING } from "../../parameters.ts";

export const COHERE_CHAT = [
  "max_tokens",
  "max_completion_tokens",
  ...SAMPLING,
  "top_k",
  "logprobs",
] as const satisfies Parameter[];
