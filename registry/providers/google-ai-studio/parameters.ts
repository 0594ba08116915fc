/**
 * The parameters that endpoints of Gemini take, in sets that they share.
 * @module
 */
import type { Parameter } from "../../parameters.ts";

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
