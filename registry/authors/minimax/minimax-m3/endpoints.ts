import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { type EndpointsFor, OPENAI_TOOLS, OPENROUTER_CHAT, OPENROUTER_REASONING } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "minimax-m3:openrouter": {
    providerModelId: "minimax/minimax-m3",
    pricing: [base({ input: "0.3", cacheRead: "0.06", output: "1.2" })],
    contextLength: 524_288,
    maxCompletionTokens: 512_000,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
