import { MODELS_DEV, noted, renewed } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base, since } from "../../../pricing/tiers.ts";
import { AZURE_OPEN_MODELS } from "../../../providers/azure/parameters.ts";
import { WORKERS_AI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { mistralCache } from "../../../providers/mistral/evidence.ts";
import { MISTRAL_CHAT, MISTRAL_TOOLS } from "../../../providers/mistral/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT } from "../../../providers/openrouter/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "mistral-small-2503:azure": chat({
    providerModelId: "mistral-small-2503",
    pricing: [base({ input: "0.1", output: "0.3" })],
    contextLength: 128_000,
    maxCompletionTokens: 32_768,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "mistral-small-2503:cloudflare": chat({
    providerModelId: "@cf/mistralai/mistral-small-3.1-24b-instruct",
    pricing: [base({ input: "0.351", output: "0.555" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...WORKERS_AI_CHAT, ...TOOLS],
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway too, with the prefix workers-ai/, at prices rounded to cents and with other limits.",
    ),
  }),
  "mistral-small-2506:mistral": chat({
    providerModelId: "mistral-small-2506",
    pricing: [base({ input: "0.1", output: "0.3" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "mistral-small-2506:openrouter": chat({
    providerModelId: "mistralai/mistral-small-3.2-24b-instruct",
    pricing: [
      since("2025-06-20", base({ input: "0.075", output: "0.2" })),
      since("2026-08-21", base({ input: "0.09375", output: "0.25" })),
    ],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: renewed(MODELS_DEV, {
      source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
      date: "2026-11-28",
      reverifyAfter: "2027-02-26",
    }),
  }),
  "mistral-small-2603:mistral": chat({
    providerModelId: "mistral-small-2603",
    pricing: [base({ input: "0.15", cacheRead: "0.015", output: "0.6" })],
    contextLength: 256_000,
    maxCompletionTokens: 256_000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: mistralCache(noted(MODELS_DEV, "The source lists mistral-small-latest with the same facts.")),
  }),
} satisfies EndpointsFor<typeof models>;
