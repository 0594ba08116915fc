import { MODELS_DEV, OPENAI_LONG_CONTEXT } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA } from "../../../parameters.ts";
import { above, base } from "../../../pricing/tiers.ts";
import { type EndpointsFor, OPENAI_GPT5, OPENAI_TOOLS } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gpt-5.4:openai": {
    providerModelId: "gpt-5.4",
    surface: "chat",
    pricing: [
      base({ input: "2.5", cacheRead: "0.25", output: "15" }),
      above(272_000, { input: "5", cacheRead: "0.5", output: "22.5" }, OPENAI_LONG_CONTEXT),
    ],
    contextLength: 1_050_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: {
      ...MODELS_DEV,
      note: "The source also lists a fast mode at 5 / 30 / 0.5 (input, output, cache read); this is the standard price, whatever service_tier asks.",
    },
  },
  "gpt-5.4-pro:openai": {
    providerModelId: "gpt-5.4-pro",
    surface: "chat",
    pricing: [
      base({ input: "30", output: "180" }),
      above(272_000, { input: "60", output: "270" }, OPENAI_LONG_CONTEXT),
    ],
    contextLength: 1_050_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_MODE],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "gpt-5.4-mini:openai": {
    providerModelId: "gpt-5.4-mini",
    surface: "chat",
    pricing: [base({ input: "0.75", cacheRead: "0.075", output: "4.5" })],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: {
      ...MODELS_DEV,
      note: "The source also lists a fast mode at 1.5 / 9 / 0.15 (input, output, cache read); this is the standard price, whatever service_tier asks.",
    },
  },
  "gpt-5.4-nano:openai": {
    providerModelId: "gpt-5.4-nano",
    surface: "chat",
    pricing: [base({ input: "0.2", cacheRead: "0.02", output: "1.25" })],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
