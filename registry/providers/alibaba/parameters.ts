/**
 * The parameters that endpoints of Model Studio take, in sets that they share.
 * @module
 */
import type { Parameter } from "../../parameters.ts";
import { OPENAI_TOOLS } from "../openai/parameters.ts";

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
