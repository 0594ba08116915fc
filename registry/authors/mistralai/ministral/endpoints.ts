import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA, SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import { BEDROCK } from "../../../pricing/modifiers/bedrock.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_OPEN_MODELS } from "../../../providers/azure/parameters.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { MISTRAL_CHAT, MISTRAL_TOOLS } from "../../../providers/mistral/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "ministral-3b:azure": chat({
    providerModelId: "ministral-3b",
    pricing: [base({ input: "0.04", output: "0.04" })],
    contextLength: 128_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "ministral-3b-latest:mistral": chat({
    providerModelId: "ministral-3b-latest",
    pricing: [base({ input: "0.04", output: "0.04" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    evidence: {
      ...MODELS_DEV,
      note: "A '-latest' alias: the vendor re-points it, so that price and limits can change under the same id.",
    },
  }),
  "ministral-8b-latest:mistral": chat({
    providerModelId: "ministral-8b-latest",
    pricing: [base({ input: "0.1", output: "0.1" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    evidence: {
      ...MODELS_DEV,
      note: "A '-latest' alias: the vendor re-points it, so that price and limits can change under the same id.",
    },
  }),
  "ministral-3-3b:bedrock": chat({
    providerModelId: "mistral.ministral-3-3b-instruct",
    pricing: [base({ input: "0.1", output: "0.1" })],
    modifiers: BEDROCK["mistral.ministral-3-3b-instruct"],
    contextLength: 256_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: MODELS_DEV,
  }),
  "ministral-3-8b:bedrock": chat({
    providerModelId: "mistral.ministral-3-8b-instruct",
    pricing: [base({ input: "0.15", output: "0.15" })],
    modifiers: BEDROCK["mistral.ministral-3-8b-instruct"],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: MODELS_DEV,
  }),
  "ministral-3-14b:bedrock": chat({
    providerModelId: "mistral.ministral-3-14b-instruct",
    pricing: [base({ input: "0.2", output: "0.2" })],
    modifiers: BEDROCK["mistral.ministral-3-14b-instruct"],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
