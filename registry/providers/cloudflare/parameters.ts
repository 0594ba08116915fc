/**
 * The parameters that endpoints of Cloudflare take, in sets that they share.
 * @module
 */
import type { Parameter } from "../../parameters.ts";
import { AZURE_CHAT, AZURE_FIXED_SAMPLING } from "../azure/parameters.ts";

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
