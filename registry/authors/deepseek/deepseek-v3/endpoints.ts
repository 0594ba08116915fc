import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_MODE, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { DEEPINFRA_CHAT, type EndpointsFor } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "deepseek-v3.2:deepinfra": {
    providerModelId: "deepseek-ai/DeepSeek-V3.2",
    surface: "chat",
    pricing: [base({ input: "0.26", cacheRead: "0.13", output: "0.38" })],
    contextLength: 163_840,
    maxCompletionTokens: 64_000,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: {
      ...MODELS_DEV,
      note: "This source row calls the weights closed; its rows of the model at other providers say open, which the model follows.",
    },
  },
} satisfies EndpointsFor<typeof models>;
