import { MODELS_DEV, noted } from "../../../evidence.ts";
import { JSON_SCHEMA, SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { BEDROCK_CHAT, type EndpointsFor, WORKERS_AI_CHAT } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "nemotron-nano-9b-v2:bedrock": {
    providerModelId: "nvidia.nemotron-nano-9b-v2",
    pricing: [base({ input: "0.06", output: "0.23" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: {
      ...MODELS_DEV,
      note: "The source dates this model 2024-12-01, which looks like a placeholder. Kept as given.",
    },
  },
  "nemotron-nano-12b-v2-vl:bedrock": {
    providerModelId: "nvidia.nemotron-nano-12b-v2",
    pricing: [base({ input: "0.2", output: "0.6" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: {
      ...MODELS_DEV,
      note: "The source dates this model 2024-12-01, which looks like a placeholder. Kept as given.",
    },
  },
  "nemotron-3-nano-30b-a3b:bedrock": {
    providerModelId: "nvidia.nemotron-nano-3-30b",
    pricing: [base({ input: "0.06", output: "0.24" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "nemotron-3-super-120b-a12b:bedrock": {
    providerModelId: "nvidia.nemotron-super-3-120b",
    pricing: [base({ input: "0.15", output: "0.65" })],
    contextLength: 262_144,
    maxCompletionTokens: 131_072,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "nemotron-3-super-120b-a12b:cloudflare": {
    providerModelId: "@cf/nvidia/nemotron-3-120b-a12b",
    pricing: [base({ input: "0.5", output: "1.5" })],
    contextLength: 256_000,
    maxCompletionTokens: 256_000,
    supportedParameters: [...WORKERS_AI_CHAT, ...TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: noted(MODELS_DEV, "Listed for AI Gateway too, with the prefix workers-ai/, at the same price."),
  },
} satisfies EndpointsFor<typeof models>;
