import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_CHAT } from "../../../providers/azure/parameters.ts";
import { CLOUDFLARE_OPENAI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { OPENAI_CHAT, OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT } from "../../../providers/openrouter/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gpt-4:azure": chat({
    providerModelId: "gpt-4",
    pricing: [base({ input: "60", output: "120" })],
    contextLength: 8192,
    maxCompletionTokens: 8192,
    supportedParameters: [...AZURE_CHAT, ...OPENAI_TOOLS],
    ptbEnabled: false,
    evidence: {
      ...MODELS_DEV,
      note: "Twice the vendor's price, exactly that of gpt-4-32k: not sold through the platform until looked up.",
    },
    excused: [
      {
        rule: "resale-far-apart",
        reason:
          "the source has 60 / 120, the price of gpt-4-32k; as published but not sold (PTB is off) until looked up",
        expires: "2027-01-01",
      },
    ],
  }),
  "gpt-4:cloudflare": chat({
    providerModelId: "openai/gpt-4",
    pricing: [base({ input: "30", output: "60" })],
    contextLength: 8192,
    maxCompletionTokens: 8192,
    supportedParameters: [...CLOUDFLARE_OPENAI_CHAT, ...OPENAI_TOOLS],
    evidence: MODELS_DEV,
  }),
  "gpt-4:openai": chat({
    providerModelId: "gpt-4",
    pricing: [base({ input: "30", output: "60", search: "0.01", fileSearch: "0.0025" })],
    contextLength: 8192,
    maxCompletionTokens: 8192,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS],
    evidence: MODELS_DEV,
  }),
  "gpt-4-turbo:azure": chat({
    providerModelId: "gpt-4-turbo",
    pricing: [base({ input: "10", output: "30" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...AZURE_CHAT, ...OPENAI_TOOLS, ...JSON_MODE],
    evidence: MODELS_DEV,
  }),
  "gpt-4-turbo:cloudflare": chat({
    providerModelId: "openai/gpt-4-turbo",
    pricing: [base({ input: "10", output: "30" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...CLOUDFLARE_OPENAI_CHAT, ...OPENAI_TOOLS],
    evidence: MODELS_DEV,
  }),
  "gpt-4-turbo:openai": chat({
    providerModelId: "gpt-4-turbo",
    pricing: [base({ input: "10", output: "30", search: "0.01" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_MODE],
    evidence: MODELS_DEV,
  }),
  "gpt-4-turbo:openrouter": chat({
    providerModelId: "openai/gpt-4-turbo",
    pricing: [base({ input: "10", output: "30" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-4-32k:azure": chat({
    providerModelId: "gpt-4-32k",
    pricing: [base({ input: "60", output: "120" })],
    contextLength: 32_768,
    maxCompletionTokens: 32_768,
    supportedParameters: [...AZURE_CHAT, ...OPENAI_TOOLS],
    evidence: MODELS_DEV,
  }),
  "gpt-4-turbo-vision:azure": chat({
    providerModelId: "gpt-4-turbo-vision",
    pricing: [base({ input: "10", output: "30" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...AZURE_CHAT, ...OPENAI_TOOLS],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
