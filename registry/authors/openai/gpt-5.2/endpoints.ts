import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { type EndpointsFor, OPENAI_GPT5, OPENAI_TOOLS } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gpt-5.2:openai": {
    providerModelId: "gpt-5.2",
    surface: "chat",
    pricing: [base({ input: "1.75", cacheRead: "0.175", output: "14" })],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "gpt-5.2-pro:openai": {
    providerModelId: "gpt-5.2-pro",
    surface: "chat",
    pricing: [base({ input: "21", output: "168" })],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_MODE],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "gpt-5.2-codex:openai": {
    providerModelId: "gpt-5.2-codex",
    surface: "chat",
    pricing: [base({ input: "1.75", cacheRead: "0.175", output: "14" })],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "gpt-5.2-chat-latest:openai": {
    providerModelId: "gpt-5.2-chat-latest",
    surface: "chat",
    pricing: [base({ input: "1.75", cacheRead: "0.175", output: "14" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: {
      ...MODELS_DEV,
      note: "A '-latest' alias: the vendor re-points it, so that price and limits can change under the same id.",
    },
  },
} satisfies EndpointsFor<typeof models>;
