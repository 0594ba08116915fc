import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { DEEPINFRA_CHAT, DEEPINFRA_FIXED_SAMPLING, type EndpointsFor } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "kimi-k2.5:deepinfra": {
    providerModelId: "moonshotai/Kimi-K2.5",
    surface: "chat",
    pricing: [base({ input: "0.45", cacheRead: "0.07", output: "2.25" })],
    contextLength: 262_144,
    maxCompletionTokens: 32_768,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "kimi-k2.6:deepinfra": {
    providerModelId: "moonshotai/Kimi-K2.6",
    surface: "chat",
    pricing: [base({ input: "0.75", cacheRead: "0.15", output: "3.5" })],
    contextLength: 262_144,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "kimi-k2.7-code:deepinfra": {
    providerModelId: "moonshotai/Kimi-K2.7-Code",
    surface: "chat",
    pricing: [base({ input: "0.74", cacheRead: "0.15", output: "3.5" })],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...DEEPINFRA_FIXED_SAMPLING, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
