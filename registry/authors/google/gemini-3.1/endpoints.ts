import { GEMINI_LONG_CONTEXT, MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import {
  GEMINI_NEWER_TIERS,
  GEMINI_TIERS,
  VERTEX_GEMINI_3,
  VERTEX_GEMINI_NEWER,
} from "../../../pricing/modifiers/google.ts";
import { above, base } from "../../../pricing/tiers.ts";
import { GEMINI_CHAT, GEMINI_REASONING } from "../../../providers/google-ai-studio/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { GEMINI_OPENROUTER } from "../../../providers/openrouter/evidence.ts";
import { OPENROUTER_CHAT, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gemini-3.1-pro-preview:google-ai-studio": chat({
    providerModelId: "gemini-3.1-pro-preview",
    pricing: [
      base({ input: "2", cacheRead: "0.2", output: "12", audioInput: "2", search: "0.014", maps: "0.014" }),
      above(200_000, { input: "4", cacheRead: "0.4", output: "18", audioInput: "4" }, GEMINI_LONG_CONTEXT, {
        inherits: ["search", "maps"],
      }),
    ],
    modifiers: GEMINI_TIERS,
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "level",
    evidence: MODELS_DEV,
  }),
  "gemini-3.1-pro-preview:openrouter": chat({
    providerModelId: "google/gemini-3.1-pro-preview",
    pricing: [
      base({ input: "2", cacheRead: "0.2", cacheWrite5m: "0.375", output: "12", audioInput: "2" }),
      above(200_000, { input: "4", cacheRead: "0.4", output: "18", audioInput: "4" }, GEMINI_LONG_CONTEXT, {
        inherits: ["cacheWrite5m"],
      }),
    ],
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: GEMINI_OPENROUTER,
  }),
  "gemini-3.1-pro-preview:vertex": chat({
    providerModelId: "gemini-3.1-pro-preview",
    pricing: [
      base({ input: "2", cacheRead: "0.2", output: "12", audioInput: "2", search: "0.014", maps: "0.014" }),
      above(200_000, { input: "4", cacheRead: "0.4", output: "18", audioInput: "4" }, GEMINI_LONG_CONTEXT, {
        inherits: ["search", "maps"],
      }),
    ],
    modifiers: VERTEX_GEMINI_3,
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "level",
    evidence: MODELS_DEV,
  }),
  "gemini-3.1-pro-preview-customtools:google-ai-studio": chat({
    providerModelId: "gemini-3.1-pro-preview-customtools",
    pricing: [
      base({ input: "2", cacheRead: "0.2", output: "12", audioInput: "2", search: "0.014", maps: "0.014" }),
      above(200_000, { input: "4", cacheRead: "0.4", output: "18", audioInput: "4" }, GEMINI_LONG_CONTEXT, {
        inherits: ["search", "maps"],
      }),
    ],
    modifiers: GEMINI_TIERS,
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "level",
    evidence: MODELS_DEV,
  }),
  "gemini-3.1-pro-preview-customtools:vertex": chat({
    providerModelId: "gemini-3.1-pro-preview-customtools",
    pricing: [
      base({ input: "2", cacheRead: "0.2", output: "12", audioInput: "2", search: "0.014", maps: "0.014" }),
      above(200_000, { input: "4", cacheRead: "0.4", output: "18", audioInput: "4" }, GEMINI_LONG_CONTEXT, {
        inherits: ["search", "maps"],
      }),
    ],
    modifiers: VERTEX_GEMINI_3,
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "level",
    evidence: MODELS_DEV,
  }),
  "gemini-3.1-flash-lite-preview:google-ai-studio": chat({
    providerModelId: "gemini-3.1-flash-lite-preview",
    pricing: [
      base({
        input: "0.25",
        cacheRead: "0.025",
        audioInput: "0.5",
        output: "1.5",
        cacheReadAudio: "0.05",
        search: "0.014",
        maps: "0.014",
      }),
    ],
    modifiers: GEMINI_NEWER_TIERS,
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    ptbEnabled: false,
    status: "deprecated",
    reasoning: "level",
    evidence: MODELS_DEV,
  }),
  "gemini-3.1-flash-lite-preview:vertex": chat({
    providerModelId: "gemini-3.1-flash-lite-preview",
    pricing: [
      base({
        input: "0.25",
        cacheRead: "0.025",
        audioInput: "0.5",
        output: "1.5",
        cacheReadAudio: "0.05",
        search: "0.014",
        maps: "0.014",
      }),
    ],
    modifiers: VERTEX_GEMINI_NEWER,
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    ptbEnabled: false,
    status: "deprecated",
    reasoning: "level",
    evidence: MODELS_DEV,
  }),
  "gemini-3.1-flash-lite:google-ai-studio": chat({
    providerModelId: "gemini-3.1-flash-lite",
    pricing: [
      base({
        input: "0.25",
        cacheRead: "0.025",
        audioInput: "0.5",
        output: "1.5",
        cacheReadAudio: "0.05",
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
  "gemini-3.1-flash-lite:openrouter": chat({
    providerModelId: "google/gemini-3.1-flash-lite",
    pricing: [
      base({
        input: "0.25",
        cacheRead: "0.025",
        cacheWrite5m: "0.083333",
        output: "1.5",
        audioInput: "0.5",
        cacheReadAudio: "0.05",
      }),
    ],
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: GEMINI_OPENROUTER,
  }),
  "gemini-3.1-flash-lite:vertex": chat({
    providerModelId: "gemini-3.1-flash-lite",
    pricing: [
      base({
        input: "0.25",
        cacheRead: "0.025",
        audioInput: "0.5",
        output: "1.5",
        cacheReadAudio: "0.05",
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
} satisfies EndpointsFor<typeof models>;
