import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { type EndpointsFor, OPENAI_CHAT, OPENAI_TOOLS } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gpt-4o:openai": {
    providerModelId: "gpt-4o",
    surface: "chat",
    pricing: [base({ input: "2.5", cacheRead: "1.25", output: "10" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "gpt-4o-2024-05-13:openai": {
    providerModelId: "gpt-4o-2024-05-13",
    surface: "chat",
    pricing: [base({ input: "5", output: "15" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "gpt-4o-2024-08-06:openai": {
    providerModelId: "gpt-4o-2024-08-06",
    surface: "chat",
    pricing: [base({ input: "2.5", cacheRead: "1.25", output: "10" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "gpt-4o-2024-11-20:openai": {
    providerModelId: "gpt-4o-2024-11-20",
    surface: "chat",
    pricing: [base({ input: "2.5", cacheRead: "1.25", output: "10" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "gpt-4o-mini:openai": {
    providerModelId: "gpt-4o-mini",
    surface: "chat",
    pricing: [base({ input: "0.15", cacheRead: "0.075", output: "0.6" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
