import { MODELS_DEV, noted, SINCE_JULY } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { GEMINI_NEWER_TIERS, VERTEX_GEMINI_NEWER } from "../../../pricing/modifiers/google.ts";
import { base } from "../../../pricing/tiers.ts";
import { GEMINI_CHAT, GEMINI_REASONING } from "../../../providers/google-ai-studio/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { GEMINI_OPENROUTER } from "../../../providers/openrouter/evidence.ts";
import { OPENROUTER_CHAT, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

const LITE = noted(SINCE_JULY, "Sound has no price of its own; it is input.");

export const endpoints = {
  "gemini-3.5-flash:google-ai-studio": chat({
    providerModelId: "gemini-3.5-flash",
    pricing: [
      base({
        input: "1.5",
        cacheRead: "0.15",
        audioInput: "1.5",
        output: "9",
        search: "0.014",
        maps: "0.014",
      }),
    ],
    modifiers: GEMINI_NEWER_TIERS,
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "level",
    evidence: MODELS_DEV,
  }),
  "gemini-3.5-flash:openrouter": chat({
    providerModelId: "google/gemini-3.5-flash",
    pricing: [
      base({ input: "1.5", cacheRead: "0.15", cacheWrite5m: "0.083333", output: "9", audioInput: "1.5" }),
    ],
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: GEMINI_OPENROUTER,
  }),
  "gemini-3.5-flash:vertex": chat({
    providerModelId: "gemini-3.5-flash",
    pricing: [
      base({
        input: "1.5",
        cacheRead: "0.15",
        audioInput: "1.5",
        output: "9",
        search: "0.014",
        maps: "0.014",
      }),
    ],
    modifiers: VERTEX_GEMINI_NEWER,
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "level",
    evidence: MODELS_DEV,
  }),
  "gemini-3.5-flash-lite:google-ai-studio": chat({
    providerModelId: "gemini-3.5-flash-lite",
    pricing: [
      base({
        input: "0.3",
        cacheRead: "0.03",
        audioInput: "0.3",
        output: "2.5",
        search: "0.014",
        maps: "0.014",
      }),
    ],
    modifiers: GEMINI_NEWER_TIERS,
    contextLength: 1_000_000,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "level",
    evidence: LITE,
  }),
  "gemini-3.5-flash-lite:vertex": chat({
    providerModelId: "gemini-3.5-flash-lite",
    pricing: [
      base({
        input: "0.3",
        cacheRead: "0.03",
        audioInput: "0.3",
        output: "2.5",
        search: "0.014",
        maps: "0.014",
      }),
    ],
    modifiers: VERTEX_GEMINI_NEWER,
    contextLength: 1_000_000,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "level",
    evidence: LITE,
  }),
} satisfies EndpointsFor<typeof models>;
