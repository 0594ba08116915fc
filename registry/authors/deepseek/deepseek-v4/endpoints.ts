import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_OPEN_MODELS, DEEPINFRA_CHAT, type EndpointsFor } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "deepseek-v4-flash:azure": {
    providerModelId: "deepseek-v4-flash",
    surface: "chat",
    pricing: [base({ input: "0.19", output: "0.51" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 384_000,
    supportedParameters: [...AZURE_OPEN_MODELS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "deepseek-v4-flash:deepinfra": {
    providerModelId: "deepseek-ai/DeepSeek-V4-Flash",
    surface: "chat",
    pricing: [base({ input: "0.1", cacheRead: "0.02", output: "0.2" })],
    contextLength: 1_048_576,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "deepseek-v4-pro:azure": {
    providerModelId: "deepseek-v4-pro",
    surface: "chat",
    pricing: [base({ input: "1.74", output: "3.48" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 384_000,
    supportedParameters: [...AZURE_OPEN_MODELS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "deepseek-v4-pro:deepinfra": {
    providerModelId: "deepseek-ai/DeepSeek-V4-Pro",
    surface: "chat",
    pricing: [base({ input: "1.3", cacheRead: "0.1", output: "2.6" })],
    contextLength: 1_048_576,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
