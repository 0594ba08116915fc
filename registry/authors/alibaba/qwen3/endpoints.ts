import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_MODE, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { DEEPINFRA_CHAT, type EndpointsFor, GROQ_CHAT, GROQ_REASONING, GROQ_TOOLS } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "qwen3-32b:groq": {
    providerModelId: "qwen/qwen3-32b",
    surface: "chat",
    pricing: [base({ input: "0.29", output: "0.59" })],
    contextLength: 131_072,
    maxCompletionTokens: 40_960,
    supportedParameters: [...GROQ_CHAT, ...GROQ_TOOLS, ...JSON_MODE, ...GROQ_REASONING],
    ptbEnabled: true,
    status: "beta",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "qwen3-coder-480b-a35b:deepinfra": {
    providerModelId: "Qwen/Qwen3-Coder-480B-A35B-Instruct-Turbo",
    surface: "chat",
    pricing: [base({ input: "0.3", output: "1" })],
    contextLength: 262_144,
    maxCompletionTokens: 66_536,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: {
      ...MODELS_DEV,
      note: "Another public registry lists 0.29 / 1.2 and 16384 completion tokens; 66536 may be a slip for 65536. Kept as given.",
    },
  },
  "qwen3.5-35b-a3b:deepinfra": {
    providerModelId: "Qwen/Qwen3.5-35B-A3B",
    surface: "chat",
    pricing: [base({ input: "0.14", cacheRead: "0.05", output: "1" })],
    contextLength: 262_144,
    maxCompletionTokens: 81_920,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "qwen3.5-397b-a17b:deepinfra": {
    providerModelId: "Qwen/Qwen3.5-397B-A17B",
    surface: "chat",
    pricing: [base({ input: "0.45", cacheRead: "0.22", output: "3" })],
    contextLength: 262_144,
    maxCompletionTokens: 81_920,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "qwen3.6-35b-a3b:deepinfra": {
    providerModelId: "Qwen/Qwen3.6-35B-A3B",
    surface: "chat",
    pricing: [base({ input: "0.15", output: "0.95" })],
    contextLength: 262_144,
    maxCompletionTokens: 81_920,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
