/**
 * The parameters that endpoints of Groq take, in sets that they share.
 * @module
 */
import { type Parameter, SAMPLING } from "../../parameters.ts";
import { OPENAI_TOOLS } from "../openai/parameters.ts";

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
