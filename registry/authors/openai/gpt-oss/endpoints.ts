import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { DEEPINFRA_CHAT, type EndpointsFor, GROQ_CHAT, GROQ_REASONING, GROQ_TOOLS } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gpt-oss-120b:deepinfra": {
    providerModelId: "openai/gpt-oss-120b",
    surface: "chat",
    pricing: [base({ input: "0.039", output: "0.19" })],
    contextLength: 131_072,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "gpt-oss-120b:groq": {
    providerModelId: "openai/gpt-oss-120b",
    surface: "chat",
    pricing: [base({ input: "0.15", cacheRead: "0.075", output: "0.6" })],
    contextLength: 131_072,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GROQ_CHAT, ...GROQ_TOOLS, ...JSON_SCHEMA, ...GROQ_REASONING],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: {
      ...MODELS_DEV,
      note: "Another public registry lists an output price of 0.75 and 131000 completion tokens.",
    },
  },
  "gpt-oss-20b:deepinfra": {
    providerModelId: "openai/gpt-oss-20b",
    surface: "chat",
    pricing: [base({ input: "0.03", output: "0.14" })],
    contextLength: 131_072,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "gpt-oss-20b:groq": {
    providerModelId: "openai/gpt-oss-20b",
    surface: "chat",
    pricing: [base({ input: "0.075", cacheRead: "0.0375", output: "0.3" })],
    contextLength: 131_072,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GROQ_CHAT, ...GROQ_TOOLS, ...JSON_SCHEMA, ...GROQ_REASONING],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: {
      ...MODELS_DEV,
      note: "Another public registry lists 0.1 / 0.5 and 131000 completion tokens.",
    },
  },
  "gpt-oss-safeguard-20b:groq": {
    providerModelId: "openai/gpt-oss-safeguard-20b",
    surface: "chat",
    pricing: [base({ input: "0.075", output: "0.3" })],
    contextLength: 131_072,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GROQ_CHAT, ...GROQ_TOOLS, ...JSON_SCHEMA, ...GROQ_REASONING],
    ptbEnabled: true,
    status: "beta",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
