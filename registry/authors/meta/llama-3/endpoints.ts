import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_MODE, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { DEEPINFRA_CHAT, type EndpointsFor, GROQ_CHAT, GROQ_TOOLS } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "llama-3.1-8b-instruct:groq": {
    providerModelId: "llama-3.1-8b-instant",
    surface: "chat",
    pricing: [base({ input: "0.05", output: "0.08" })],
    contextLength: 131_072,
    maxCompletionTokens: 131_072,
    supportedParameters: [...GROQ_CHAT, ...GROQ_TOOLS, ...JSON_MODE],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "llama-3.3-70b-instruct:deepinfra": {
    providerModelId: "meta-llama/Llama-3.3-70B-Instruct-Turbo",
    surface: "chat",
    pricing: [base({ input: "0.1", output: "0.32" })],
    contextLength: 131_072,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "llama-3.3-70b-instruct:groq": {
    providerModelId: "llama-3.3-70b-versatile",
    surface: "chat",
    pricing: [base({ input: "0.59", output: "0.79" })],
    contextLength: 131_072,
    maxCompletionTokens: 32_768,
    supportedParameters: [...GROQ_CHAT, ...GROQ_TOOLS, ...JSON_MODE],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
