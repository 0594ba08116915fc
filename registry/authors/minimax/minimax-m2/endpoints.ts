import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_MODE, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { BEDROCK_CHAT, DEEPINFRA_CHAT, type EndpointsFor } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "minimax-m2.5:bedrock": {
    providerModelId: "minimax.minimax-m2.5",
    surface: "chat",
    pricing: [base({ input: "0.3", output: "1.2" })],
    contextLength: 196_608,
    maxCompletionTokens: 98_304,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "minimax-m2.5:deepinfra": {
    providerModelId: "MiniMaxAI/MiniMax-M2.5",
    surface: "chat",
    pricing: [base({ input: "0.15", cacheRead: "0.03", cacheWrite5m: "0.375", output: "1.15" })],
    contextLength: 196_608,
    maxCompletionTokens: 131_072,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: {
      ...MODELS_DEV,
      note: "The cache write is 2.5 times the input price, where most providers ask 1.25 times. Kept as given.",
    },
  },
  "minimax-m2:bedrock": {
    providerModelId: "minimax.minimax-m2",
    surface: "chat",
    pricing: [base({ input: "0.3", output: "1.2" })],
    contextLength: 204_608,
    maxCompletionTokens: 128_000,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "minimax-m2.1:bedrock": {
    providerModelId: "minimax.minimax-m2.1",
    surface: "chat",
    pricing: [base({ input: "0.3", output: "1.2" })],
    contextLength: 204_800,
    maxCompletionTokens: 131_072,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
