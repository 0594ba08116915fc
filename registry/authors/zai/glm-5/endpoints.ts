import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA, SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { BEDROCK_CHAT, DEEPINFRA_CHAT, type EndpointsFor, VERTEX_OPEN_MODELS } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "glm-5:bedrock": {
    providerModelId: "zai.glm-5",
    surface: "chat",
    pricing: [base({ input: "1", output: "3.2" })],
    contextLength: 202_752,
    maxCompletionTokens: 101_376,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "glm-5:deepinfra": {
    providerModelId: "zai-org/GLM-5",
    surface: "chat",
    pricing: [base({ input: "0.6", cacheRead: "0.12", output: "2.08" })],
    contextLength: 202_752,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "glm-5:vertex": {
    providerModelId: "zai-org/glm-5-maas",
    surface: "chat",
    pricing: [base({ input: "1", cacheRead: "0.1", output: "3.2" })],
    contextLength: 202_752,
    maxCompletionTokens: 131_072,
    supportedParameters: [...VERTEX_OPEN_MODELS, ...TOOLS, ...JSON_MODE],
    ptbEnabled: true,
    status: "active",
    dialect: "openai-chat",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "glm-5.1:deepinfra": {
    providerModelId: "zai-org/GLM-5.1",
    surface: "chat",
    pricing: [base({ input: "1.05", cacheRead: "0.205", output: "3.5" })],
    contextLength: 202_752,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "glm-5.2:deepinfra": {
    providerModelId: "zai-org/GLM-5.2",
    surface: "chat",
    pricing: [base({ input: "0.95", cacheRead: "0.18", output: "3" })],
    contextLength: 1_048_576,
    maxCompletionTokens: 32_768,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
