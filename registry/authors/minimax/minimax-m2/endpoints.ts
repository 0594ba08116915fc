import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_MODE, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { DEEPINFRA_CHAT, type EndpointsFor } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "minimax-m2.5:deepinfra": {
    providerModelId: "MiniMaxAI/MiniMax-M2.5",
    surface: "chat",
    pricing: [base({ input: "0.15", cacheRead: "0.03", cacheWrite5m: "0.375", output: "1.15" })],
    contextLength: 196_608,
    maxCompletionTokens: 131_072,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: {
      ...MODELS_DEV,
      note: "The cache write is 2.5 times the input price, where most providers ask 1.25 times. Kept as given.",
    },
  },
} satisfies EndpointsFor<typeof models>;
