import { MODELS_DEV, MODELS_DEV_UNMERGED } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA, SAMPLING, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_OPEN_MODELS, type EndpointsFor, MISTRAL_CHAT, MISTRAL_TOOLS } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "mistral-nemo:azure": {
    providerModelId: "mistral-nemo",
    surface: "chat",
    pricing: [base({ input: "0.15", output: "0.15" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "mistral-nemo:deepinfra": {
    providerModelId: "mistralai/Mistral-Nemo-Instruct-2407",
    surface: "chat",
    pricing: [base({ input: "0.02", output: "0.04" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_400,
    supportedParameters: ["max_tokens", ...SAMPLING, "top_k", "min_p", "repetition_penalty", ...JSON_MODE],
    rateLimits: { rpm: 12_000, tpm: 60_000_000, tpd: 6_000_000_000 },
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: {
      ...MODELS_DEV_UNMERGED,
      note: "One revision of a public registry lists 20 / 40 for it, a unit error of 1000; 0.02 / 0.04 is the plausible price.",
    },
  },
  "mistral-nemo:mistral": {
    providerModelId: "mistral-nemo",
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
  "open-mistral-nemo:mistral": {
    providerModelId: "open-mistral-nemo",
    surface: "chat",
    pricing: [base({ input: "0.15", output: "0.15" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: false,
    status: "deprecated",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
