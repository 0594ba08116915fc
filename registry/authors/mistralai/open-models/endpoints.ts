import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { type EndpointsFor, MISTRAL_CHAT, MISTRAL_TOOLS } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "open-mistral-7b:mistral": {
    providerModelId: "open-mistral-7b",
    surface: "chat",
    pricing: [base({ input: "0.25", output: "0.25" })],
    contextLength: 8000,
    maxCompletionTokens: 8000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "open-mixtral-8x7b:mistral": {
    providerModelId: "open-mixtral-8x7b",
    surface: "chat",
    pricing: [base({ input: "0.7", output: "0.7" })],
    contextLength: 32_000,
    maxCompletionTokens: 32_000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "open-mixtral-8x22b:mistral": {
    providerModelId: "open-mixtral-8x22b",
    surface: "chat",
    pricing: [base({ input: "2", output: "6" })],
    contextLength: 64_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "pixtral-12b:mistral": {
    providerModelId: "pixtral-12b",
    surface: "chat",
    pricing: [base({ input: "0.15", output: "0.15" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
