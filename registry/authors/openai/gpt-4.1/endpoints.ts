import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { type EndpointsFor, OPENAI_CHAT, OPENAI_TOOLS } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gpt-4.1:openai": {
    providerModelId: "gpt-4.1",
    surface: "chat",
    pricing: [base({ input: "2", cacheRead: "0.5", output: "8" })],
    contextLength: 1_047_576,
    maxCompletionTokens: 32_768,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "gpt-4.1-mini:openai": {
    providerModelId: "gpt-4.1-mini",
    surface: "chat",
    pricing: [base({ input: "0.4", cacheRead: "0.1", output: "1.6" })],
    contextLength: 1_047_576,
    maxCompletionTokens: 32_768,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: {
      ...MODELS_DEV,
      note: "Another public registry lists 0.25 / 1 here but 0.4 / 1.6 for the same model at Azure; 0.4 / 1.6 is taken.",
    },
  },
  "gpt-4.1-nano:openai": {
    providerModelId: "gpt-4.1-nano",
    surface: "chat",
    pricing: [base({ input: "0.1", cacheRead: "0.025", output: "0.4" })],
    contextLength: 1_047_576,
    maxCompletionTokens: 32_768,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
