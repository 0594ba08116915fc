/**
 * Turns as their providers tell them, whole and streamed, written by hand from the facts of each API.
 * @module
 */
import { claude } from "./tell-anthropic.ts";
import { converse } from "./tell-bedrock.ts";
import { cohere } from "./tell-cohere.ts";
import { google } from "./tell-gemini.ts";
import { openai } from "./tell-responses.ts";
import type { Teller } from "./teller.ts";
import type { OrderedApi } from "./turn.ts";

export const TELLERS: Readonly<Record<OrderedApi, Teller>> = {
  "anthropic-messages": claude,
  "bedrock-converse": converse,
  "cohere-v2": cohere,
  gemini: google,
  "openai-responses": openai,
};
