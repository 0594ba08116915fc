import { MODELS_DEV, noted } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_OPEN_MODELS } from "../../../providers/azure/parameters.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { WORKERS_AI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { DEEPINFRA_CHAT } from "../../../providers/deepinfra/parameters.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "deepseek-r1-0528:azure": chat({
    providerModelId: "deepseek-r1-0528",
    pricing: [base({ input: "1.35", output: "5.4" })],
    contextLength: 163_840,
    maxCompletionTokens: 163_840,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "deepseek-r1-0528:deepinfra": chat({
    providerModelId: "deepseek-ai/DeepSeek-R1-0528",
    pricing: [base({ input: "0.5", cacheRead: "0.35", output: "2.15" })],
    contextLength: 163_840,
    maxCompletionTokens: 64_000,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    evidence: {
      ...MODELS_DEV,
      note: "This source row calls the weights closed; its rows of the model at other providers say open, which the model follows.",
    },
  }),
  "deepseek-r1-0528:novita": chat({
    providerModelId: "deepseek/deepseek-r1-0528",
    pricing: [base({ input: "0.7", cacheRead: "0.35", output: "2.5" })],
    contextLength: 163_840,
    maxCompletionTokens: 32_768,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "deepseek-r1-0528:openrouter": chat({
    providerModelId: "deepseek/deepseek-r1-0528",
    pricing: [base({ input: "0.5", cacheRead: "0.35", output: "2.15" })],
    contextLength: 163_840,
    maxCompletionTokens: 32_768,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: MODELS_DEV,
  }),
  "deepseek-r1:azure": chat({
    providerModelId: "deepseek-r1",
    pricing: [base({ input: "1.35", output: "5.4" })],
    contextLength: 163_840,
    maxCompletionTokens: 163_840,
    supportedParameters: [...AZURE_OPEN_MODELS],
    evidence: MODELS_DEV,
  }),
  "deepseek-r1:bedrock": chat({
    providerModelId: "deepseek.r1-v1:0",
    pricing: [base({ input: "1.35", output: "5.4" })],
    contextLength: 128_000,
    maxCompletionTokens: 32_768,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    deployments: { default: {}, us: { providerModelId: "us.deepseek.r1-v1:0", region: "us-east-1" } },
    evidence: MODELS_DEV,
  }),
  "deepseek-r1:novita": chat({
    providerModelId: "deepseek/deepseek-r1-turbo",
    pricing: [base({ input: "0.7", output: "2.5" })],
    contextLength: 64_000,
    maxCompletionTokens: 16_000,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS],
    evidence: noted(MODELS_DEV, "The id has the model before its update of May 2025, in a shorter context."),
  }),
  "deepseek-r1:openrouter": chat({
    providerModelId: "deepseek/deepseek-r1",
    pricing: [base({ input: "0.7", output: "2.5" })],
    contextLength: 64_000,
    maxCompletionTokens: 16_000,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: MODELS_DEV,
  }),
  "deepseek-r1-0528-qwen3-8b:novita": chat({
    providerModelId: "deepseek/deepseek-r1-0528-qwen3-8b",
    pricing: [base({ input: "0.06", output: "0.09" })],
    contextLength: 128_000,
    maxCompletionTokens: 32_000,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
  "deepseek-r1-distill-llama-70b:novita": chat({
    providerModelId: "deepseek/deepseek-r1-distill-llama-70b",
    pricing: [base({ input: "0.8", output: "0.8" })],
    contextLength: 8192,
    maxCompletionTokens: 8192,
    supportedParameters: [...NOVITA_CHAT, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "deepseek-r1-distill-qwen-14b:novita": chat({
    providerModelId: "deepseek/deepseek-r1-distill-qwen-14b",
    pricing: [base({ input: "0.15", output: "0.15" })],
    contextLength: 32_768,
    maxCompletionTokens: 16_384,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
  "deepseek-r1-distill-qwen-32b:cloudflare": chat({
    providerModelId: "@cf/deepseek-ai/deepseek-r1-distill-qwen-32b",
    pricing: [base({ input: "0.497", output: "4.881" })],
    contextLength: 80_000,
    maxCompletionTokens: 80_000,
    supportedParameters: [...WORKERS_AI_CHAT],
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway too, with the prefix workers-ai/, at prices rounded to cents and with other limits. The source takes it for DeepSeek R1 itself.",
    ),
  }),
  "deepseek-r1-distill-qwen-32b:novita": chat({
    providerModelId: "deepseek/deepseek-r1-distill-qwen-32b",
    pricing: [base({ input: "0.3", output: "0.3" })],
    contextLength: 64_000,
    maxCompletionTokens: 32_000,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
