/**
 * Where facts about endpoints of OpenRouter come from.
 * @module
 */
import { MODELS_DEV, noted } from "../../evidence.ts";

/** Gemini on OpenRouter, whose cache write means something else. */
export const GEMINI_OPENROUTER = noted(
  MODELS_DEV,
  "The cache write is five minutes of storage, which is paid on top of the input or of the cache read, cut off after six decimals; the host's own cost is what is billed.",
);
