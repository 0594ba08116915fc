import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_MODE } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { type EndpointsFor, OPENAI_CHAT } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gpt-3.5-turbo:openai": {
    providerModelId: "gpt-3.5-turbo",
    surface: "chat",
    pricing: [base({ input: "0.5", output: "1.5" })],
    contextLength: 16_385,
    maxCompletionTokens: 4096,
    supportedParameters: [...OPENAI_CHAT, ...JSON_MODE],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: {
      ...MODELS_DEV,
      note: "The source has cache_read 0 on a paid model, an error: left out, so that cached tokens fall back to the input price.",
    },
  },
} satisfies EndpointsFor<typeof models>;
