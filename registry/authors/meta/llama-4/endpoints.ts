import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { DEEPINFRA_CHAT, type EndpointsFor, GROQ_CHAT, GROQ_TOOLS } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "llama-4-maverick:deepinfra": {
    providerModelId: "meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8",
    surface: "chat",
    pricing: [base({ input: "0.15", output: "0.6" })],
    contextLength: 1_048_576,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...JSON_MODE],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "llama-4-scout:deepinfra": {
    providerModelId: "meta-llama/Llama-4-Scout-17B-16E-Instruct",
    surface: "chat",
    pricing: [base({ input: "0.1", output: "0.3" })],
    contextLength: 327_680,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "llama-4-scout:groq": {
    providerModelId: "meta-llama/llama-4-scout-17b-16e-instruct",
    surface: "chat",
    pricing: [base({ input: "0.11", output: "0.34" })],
    contextLength: 131_072,
    maxCompletionTokens: 8192,
    supportedParameters: [...GROQ_CHAT, ...GROQ_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "beta",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
