import { MODELS_DEV, renewed } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base, since } from "../../../pricing/tiers.ts";
import { WORKERS_AI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { DEEPINFRA_CHAT } from "../../../providers/deepinfra/parameters.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { TOGETHER_CHAT } from "../../../providers/together/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

/** DeepInfra counts the reasoning of Google's models beside the completion; most other models' inside it. */
const usage = {
  reasoningWithoutTotal: "outside-completion",
  evidence: "vercel/ai packages/deepinfra: Gemini and Gemma, 19 + 84 + 1081 = 1184",
} as const;

export const endpoints = {
  "gemma-4-26b-a4b:cloudflare": chat({
    providerModelId: "@cf/google/gemma-4-26b-a4b-it",
    pricing: [base({ input: "0.1", output: "0.3" })],
    contextLength: 256_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...WORKERS_AI_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gemma-4-26b-a4b:deepinfra": chat({
    providerModelId: "google/gemma-4-26B-A4B-it",
    pricing: [base({ input: "0.07", output: "0.34" })],
    contextLength: 262_144,
    maxCompletionTokens: 32_768,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    usage,
    evidence: MODELS_DEV,
  }),
  "gemma-4-26b-a4b:novita": chat({
    providerModelId: "google/gemma-4-26b-a4b-it",
    pricing: [base({ input: "0.13", output: "0.4" })],
    contextLength: 262_144,
    maxCompletionTokens: 131_072,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gemma-4-31b:deepinfra": chat({
    providerModelId: "google/gemma-4-31B-it",
    pricing: [base({ input: "0.13", output: "0.38" })],
    contextLength: 262_144,
    maxCompletionTokens: 32_768,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    usage,
    evidence: MODELS_DEV,
  }),
  "gemma-4-31b:novita": chat({
    providerModelId: "google/gemma-4-31b-it",
    pricing: [base({ input: "0.14", output: "0.4" })],
    contextLength: 262_144,
    maxCompletionTokens: 131_072,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gemma-4-31b:openrouter": chat({
    providerModelId: "google/gemma-4-31b-it",
    pricing: [
      since("2026-04-02", base({ input: "0.12", cacheRead: "0.09", output: "0.35" })),
      since("2026-08-21", base({ input: "0.1", cacheRead: "0.09", output: "0.34" })),
    ],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: renewed(MODELS_DEV, {
      source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
      date: "2026-11-28",
      reverifyAfter: "2027-02-26",
    }),
  }),
  "gemma-4-31b:together": chat({
    providerModelId: "google/gemma-4-31B-it",
    pricing: [base({ input: "0.39", output: "0.97" })],
    contextLength: 262_144,
    maxCompletionTokens: 131_072,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
