import { MODELS_DEV, noted } from "../../../evidence.ts";
import { JSON_SCHEMA, SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import { BEDROCK } from "../../../pricing/modifiers/bedrock.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_OPEN_MODELS } from "../../../providers/azure/parameters.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { mistralCache } from "../../../providers/mistral/evidence.ts";
import { MISTRAL_CHAT, MISTRAL_TOOLS } from "../../../providers/mistral/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT } from "../../../providers/openrouter/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "mistral-large-2411:azure": chat({
    providerModelId: "mistral-large-2411",
    pricing: [base({ input: "2", output: "6" })],
    contextLength: 128_000,
    maxCompletionTokens: 32_768,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "mistral-large-2411:mistral": chat({
    providerModelId: "mistral-large-2411",
    pricing: [base({ input: "2", output: "6" })],
    contextLength: 131_072,
    maxCompletionTokens: 16_384,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "mistral-large-2512:bedrock": chat({
    providerModelId: "mistral.mistral-large-3-675b-instruct",
    pricing: [base({ input: "0.5", output: "1.5" })],
    modifiers: BEDROCK["mistral.mistral-large-3-675b-instruct"],
    contextLength: 256_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: MODELS_DEV,
  }),
  "mistral-large-2512:mistral": chat({
    providerModelId: "mistral-large-2512",
    pricing: [base({ input: "0.5", cacheRead: "0.05", output: "1.5" })],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    evidence: mistralCache(
      noted(
        MODELS_DEV,
        "The source lists mistral-large-latest with the same facts, and dates both a year too early.",
      ),
    ),
  }),
  "mistral-large-2512:openrouter": chat({
    providerModelId: "mistralai/mistral-large-2512",
    pricing: [base({ input: "0.5", cacheRead: "0.05", output: "1.5" })],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "pixtral-large-2502:bedrock": chat({
    providerModelId: "mistral.pixtral-large-2502-v1:0",
    pricing: [base({ input: "2", output: "6" })],
    modifiers: BEDROCK["mistral.pixtral-large-2502-v1:0"],
    contextLength: 128_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "pixtral-large-latest:mistral": chat({
    providerModelId: "pixtral-large-latest",
    pricing: [base({ input: "2", output: "6" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    evidence: {
      ...MODELS_DEV,
      note: "A '-latest' alias: the vendor re-points it, so that price and limits can change under the same id.",
    },
  }),
} satisfies EndpointsFor<typeof models>;
