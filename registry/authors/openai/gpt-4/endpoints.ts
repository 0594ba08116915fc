import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_MODE } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { type EndpointsFor, OPENAI_CHAT, OPENAI_TOOLS } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gpt-4:openai": {
    providerModelId: "gpt-4",
    surface: "chat",
    pricing: [base({ input: "30", output: "60" })],
    contextLength: 8192,
    maxCompletionTokens: 8192,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "gpt-4-turbo:openai": {
    providerModelId: "gpt-4-turbo",
    surface: "chat",
    pricing: [base({ input: "10", output: "30" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_MODE],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
