import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_MODE, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { DEEPINFRA_CHAT, type EndpointsFor } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "glm-4.6:deepinfra": {
    providerModelId: "zai-org/GLM-4.6",
    surface: "chat",
    pricing: [base({ input: "0.43", cacheRead: "0.08", output: "1.74" })],
    contextLength: 202_752,
    maxCompletionTokens: 131_072,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "glm-4.7:deepinfra": {
    providerModelId: "zai-org/GLM-4.7",
    surface: "chat",
    pricing: [base({ input: "0.4", cacheRead: "0.08", output: "1.75" })],
    contextLength: 202_752,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "glm-4.7-flash:deepinfra": {
    providerModelId: "zai-org/GLM-4.7-Flash",
    surface: "chat",
    pricing: [base({ input: "0.06", output: "0.4" })],
    contextLength: 202_752,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
