import { MODELS_DEV, renewed } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA, SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import { base, since } from "../../../pricing/tiers.ts";
import { AVIAN_PRICES } from "../../../providers/avian/evidence.ts";
import { AVIAN_CHAT } from "../../../providers/avian/parameters.ts";
import { AZURE_OPEN_MODELS } from "../../../providers/azure/parameters.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { DEEPINFRA_CHAT } from "../../../providers/deepinfra/parameters.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { VERTEX_OPEN_MODELS } from "../../../providers/vertex/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "deepseek-v3.2:avian": chat({
    providerModelId: "deepseek/deepseek-v3.2",
    pricing: [base({ input: "0.23", cacheRead: "0.012", output: "0.33" })],
    contextLength: 163_840,
    maxCompletionTokens: 65_536,
    supportedParameters: [...AVIAN_CHAT, ...TOOLS],
    evidence: AVIAN_PRICES,
  }),
  "deepseek-v3.2:azure": chat({
    providerModelId: "deepseek-v3.2",
    pricing: [base({ input: "0.58", output: "1.68" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "deepseek-v3.2:bedrock": chat({
    providerModelId: "deepseek.v3.2",
    pricing: [base({ input: "0.62", output: "1.85" })],
    contextLength: 163_840,
    maxCompletionTokens: 81_920,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: MODELS_DEV,
  }),
  "deepseek-v3.2:deepinfra": chat({
    providerModelId: "deepseek-ai/DeepSeek-V3.2",
    pricing: [base({ input: "0.26", cacheRead: "0.13", output: "0.38" })],
    contextLength: 163_840,
    maxCompletionTokens: 64_000,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    evidence: {
      ...MODELS_DEV,
      note: "This source row calls the weights closed; its rows of the model at other providers say open, which the model follows.",
    },
  }),
  "deepseek-v3.2:novita": chat({
    providerModelId: "deepseek/deepseek-v3.2",
    pricing: [base({ input: "0.269", cacheRead: "0.1345", output: "0.4" })],
    contextLength: 163_840,
    maxCompletionTokens: 65_536,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "deepseek-v3.2:openrouter": chat({
    providerModelId: "deepseek/deepseek-v3.2",
    pricing: [
      since("2025-12-02", base({ input: "0.2288", cacheRead: "0.02288", output: "0.3432" })),
      since("2026-08-21", base({ input: "0.269", cacheRead: "0.02288", output: "0.4" })),
    ],
    contextLength: 128_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: renewed(MODELS_DEV, {
      source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
      date: "2026-11-28",
      reverifyAfter: "2027-02-26",
    }),
  }),
  "deepseek-v3.2:vertex": chat({
    providerModelId: "deepseek-ai/deepseek-v3.2-maas",
    pricing: [base({ input: "0.56", cacheRead: "0.056", output: "1.68" })],
    contextLength: 163_840,
    maxCompletionTokens: 65_536,
    supportedParameters: [...VERTEX_OPEN_MODELS, ...TOOLS, ...JSON_SCHEMA],
    apis: ["openai-chat"],
    evidence: MODELS_DEV,
  }),
  "deepseek-v3-0324:azure": chat({
    providerModelId: "deepseek-v3-0324",
    pricing: [base({ input: "1.14", output: "4.56" })],
    contextLength: 131_072,
    maxCompletionTokens: 131_072,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "deepseek-v3-0324:novita": chat({
    providerModelId: "deepseek/deepseek-v3-0324",
    pricing: [base({ input: "0.27", cacheRead: "0.135", output: "1.12" })],
    contextLength: 163_840,
    maxCompletionTokens: 163_840,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "deepseek-v3.1:azure": chat({
    providerModelId: "deepseek-v3.1",
    pricing: [base({ input: "0.56", output: "1.68" })],
    contextLength: 131_072,
    maxCompletionTokens: 131_072,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "deepseek-v3.1:bedrock": chat({
    providerModelId: "deepseek.v3-v1:0",
    pricing: [base({ input: "0.58", output: "1.68" })],
    contextLength: 163_840,
    maxCompletionTokens: 81_920,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: MODELS_DEV,
  }),
  "deepseek-v3.1:novita": chat({
    providerModelId: "deepseek/deepseek-v3.1",
    pricing: [base({ input: "0.27", cacheRead: "0.135", output: "1" })],
    contextLength: 131_072,
    maxCompletionTokens: 32_768,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "deepseek-v3.1:openrouter": chat({
    providerModelId: "deepseek/deepseek-chat-v3.1",
    pricing: [
      since("2025-08-21", base({ input: "0.21", cacheRead: "0.13", output: "0.79" })),
      since("2026-08-21", base({ input: "0.25", cacheRead: "0.13", output: "0.95" })),
    ],
    contextLength: 163_840,
    maxCompletionTokens: 32_768,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: renewed(MODELS_DEV, {
      source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
      date: "2026-11-28",
      reverifyAfter: "2027-02-26",
    }),
  }),
  "deepseek-v3.1:vertex": chat({
    providerModelId: "deepseek-ai/deepseek-v3.1-maas",
    pricing: [base({ input: "0.6", output: "1.7" })],
    contextLength: 163_840,
    maxCompletionTokens: 32_768,
    supportedParameters: [...VERTEX_OPEN_MODELS, ...TOOLS, ...JSON_SCHEMA],
    apis: ["openai-chat"],
    evidence: MODELS_DEV,
  }),
  "deepseek-v3.2-speciale:azure": chat({
    providerModelId: "deepseek-v3.2-speciale",
    pricing: [base({ input: "0.58", output: "1.68" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...AZURE_OPEN_MODELS],
    evidence: MODELS_DEV,
  }),
  "deepseek-v3:novita": chat({
    providerModelId: "deepseek/deepseek-v3-turbo",
    pricing: [base({ input: "0.4", output: "1.3" })],
    contextLength: 64_000,
    maxCompletionTokens: 16_000,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "deepseek-v3.1-terminus:novita": chat({
    providerModelId: "deepseek/deepseek-v3.1-terminus",
    pricing: [base({ input: "0.27", cacheRead: "0.135", output: "1" })],
    contextLength: 131_072,
    maxCompletionTokens: 32_768,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "deepseek-v3.2-exp:novita": chat({
    providerModelId: "deepseek/deepseek-v3.2-exp",
    pricing: [base({ input: "0.27", output: "0.41" })],
    contextLength: 163_840,
    maxCompletionTokens: 65_536,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "deepseek-prover-v2-671b:novita": chat({
    providerModelId: "deepseek/deepseek-prover-v2-671b",
    pricing: [base({ input: "0.7", output: "2.5" })],
    contextLength: 160_000,
    maxCompletionTokens: 160_000,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
