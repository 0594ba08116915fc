import { MODELS_DEV, noted, outvoted, renewed } from "../../../evidence.ts";
import { JSON_SCHEMA, SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import { base, since } from "../../../pricing/tiers.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { WORKERS_AI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { NEBIUS_PRICES } from "../../../providers/nebius/evidence.ts";
import { NEBIUS_CHAT } from "../../../providers/nebius/parameters.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT } from "../../../providers/openrouter/parameters.ts";
import { TOGETHER_CHAT } from "../../../providers/together/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gemma-3-4b:bedrock": chat({
    providerModelId: "google.gemma-3-4b-it",
    pricing: [base({ input: "0.04", output: "0.08" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "gemma-3-12b:bedrock": chat({
    providerModelId: "google.gemma-3-12b-it",
    pricing: [base({ input: "0.09", output: "0.29" })],
    contextLength: 131_072,
    maxCompletionTokens: 8192,
    supportedParameters: [...BEDROCK_CHAT, ...SCHEMA_ONLY],
    evidence: outvoted(MODELS_DEV, "0.049999999999999996 / 0.09999999999999999", "0.09 / 0.29"),
  }),
  "gemma-3-12b:cloudflare": chat({
    providerModelId: "@cf/google/gemma-3-12b-it",
    pricing: [base({ input: "0.35", output: "0.56" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...WORKERS_AI_CHAT],
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway only, as workers-ai/@cf/…: the prefix is the gateway's, not the model's. The limits are as published, the same for every model of that list.",
    ),
  }),
  "gemma-3-12b:novita": chat({
    providerModelId: "google/gemma-3-12b-it",
    pricing: [base({ input: "0.05", output: "0.1" })],
    contextLength: 131_072,
    maxCompletionTokens: 8192,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
  "gemma-3-27b:bedrock": chat({
    providerModelId: "google.gemma-3-27b-it",
    pricing: [base({ input: "0.23", output: "0.38" })],
    contextLength: 202_752,
    maxCompletionTokens: 8192,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: outvoted(MODELS_DEV, "0.12 / 0.2", "0.23 / 0.38"),
  }),
  "gemma-3-27b:nebius": chat({
    providerModelId: "google/gemma-3-27b-it",
    pricing: [base({ input: "0.1", cacheRead: "0.01", output: "0.3" })],
    contextLength: 110_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...NEBIUS_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: NEBIUS_PRICES,
  }),
  "gemma-3-27b:novita": chat({
    providerModelId: "google/gemma-3-27b-it",
    pricing: [base({ input: "0.119", output: "0.2" })],
    contextLength: 98_304,
    maxCompletionTokens: 16_384,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
  "gemma-3-27b:openrouter": chat({
    providerModelId: "google/gemma-3-27b-it",
    pricing: [
      since("2025-03-12", base({ input: "0.08", output: "0.16" })),
      since("2026-08-21", base({ input: "0.08", output: "0.45", cacheRead: "0.04" })),
    ],
    contextLength: 131_072,
    maxCompletionTokens: 16_384,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: renewed(MODELS_DEV, {
      source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
      date: "2026-11-28",
      reverifyAfter: "2027-02-26",
    }),
  }),
  "gemma-3n-e4b:together": chat({
    providerModelId: "google/gemma-3n-E4B-it",
    pricing: [base({ input: "0.06", output: "0.12" })],
    contextLength: 32_768,
    maxCompletionTokens: 32_768,
    supportedParameters: [...TOGETHER_CHAT, ...JSON_SCHEMA],
    evidence: noted(MODELS_DEV, "A second list has a third of this price."),
  }),
} satisfies EndpointsFor<typeof models>;
