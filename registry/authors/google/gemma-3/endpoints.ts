import { MODELS_DEV } from "../../../evidence.ts";
import { SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { BEDROCK_CHAT, type EndpointsFor } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gemma-3-4b:bedrock": {
    providerModelId: "google.gemma-3-4b-it",
    surface: "chat",
    pricing: [base({ input: "0.04", output: "0.08" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "gemma-3-12b:bedrock": {
    providerModelId: "google.gemma-3-12b-it",
    surface: "chat",
    pricing: [base({ input: "0.05", output: "0.1" })],
    contextLength: 131_072,
    maxCompletionTokens: 8192,
    supportedParameters: [...BEDROCK_CHAT, ...SCHEMA_ONLY],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: {
      ...MODELS_DEV,
      note: "The source has 0.049999999999999996 / 0.09999999999999999, binary noise: corrected to the decimals.",
    },
  },
  "gemma-3-27b:bedrock": {
    providerModelId: "google.gemma-3-27b-it",
    surface: "chat",
    pricing: [base({ input: "0.12", output: "0.2" })],
    contextLength: 202_752,
    maxCompletionTokens: 8192,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
