import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_MODE, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_OPEN_MODELS, BEDROCK_CHAT, DEEPINFRA_CHAT, type EndpointsFor } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "deepseek-r1-0528:azure": {
    providerModelId: "deepseek-r1-0528",
    surface: "chat",
    pricing: [base({ input: "1.35", output: "5.4" })],
    contextLength: 163_840,
    maxCompletionTokens: 163_840,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "deepseek-r1-0528:deepinfra": {
    providerModelId: "deepseek-ai/DeepSeek-R1-0528",
    surface: "chat",
    pricing: [base({ input: "0.5", cacheRead: "0.35", output: "2.15" })],
    contextLength: 163_840,
    maxCompletionTokens: 64_000,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: {
      ...MODELS_DEV,
      note: "This source row calls the weights closed; its rows of the model at other providers say open, which the model follows.",
    },
  },
  "deepseek-r1:azure": {
    providerModelId: "deepseek-r1",
    surface: "chat",
    pricing: [base({ input: "1.35", output: "5.4" })],
    contextLength: 163_840,
    maxCompletionTokens: 163_840,
    supportedParameters: [...AZURE_OPEN_MODELS],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "deepseek-r1:bedrock": {
    providerModelId: "deepseek.r1-v1:0",
    surface: "chat",
    pricing: [base({ input: "1.35", output: "5.4" })],
    contextLength: 128_000,
    maxCompletionTokens: 32_768,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {}, us: { providerModelId: "us.deepseek.r1-v1:0", region: "us-east-1" } },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
