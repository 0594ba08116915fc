/**
 * The parameters that endpoints of Novita take, in sets that they share.
 * @module
 */
import { type Parameter, SAMPLING } from "../../parameters.ts";

/** Novita. Its models are told to think by a switch of its own, `enable_thinking`, and never by an effort. */
export const NOVITA_CHAT = [
  "max_tokens",
  "max_completion_tokens",
  ...SAMPLING,
  "top_k",
  "min_p",
  "repetition_penalty",
] as const satisfies Parameter[];
