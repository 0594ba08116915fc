import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA } from "../../../parameters.ts";
import { PRIORITY_175, PRIORITY_GPT_4_1_NANO } from "../../../pricing/modifiers/openai.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_CHAT } from "../../../providers/azure/parameters.ts";
import { OPENAI_CHAT, OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT } from "../../../providers/openrouter/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gpt-4.1:azure": chat({
    providerModelId: "gpt-4.1",
    pricing: [base({ input: "2", cacheRead: "0.5", output: "8", search: "0.01", fileSearch: "0.0025" })],
    contextLength: 1_047_576,
    maxCompletionTokens: 32_768,
    supportedParameters: [...AZURE_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-4.1:openai": chat({
    providerModelId: "gpt-4.1",
    pricing: [base({ input: "2", cacheRead: "0.5", output: "8", search: "0.01", fileSearch: "0.0025" })],
    modifiers: [PRIORITY_175],
    contextLength: 1_047_576,
    maxCompletionTokens: 32_768,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-4.1:openrouter": chat({
    providerModelId: "openai/gpt-4.1",
    pricing: [base({ input: "2", cacheRead: "0.5", output: "8" })],
    contextLength: 1_047_576,
    maxCompletionTokens: 32_768,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-4.1-mini:azure": chat({
    providerModelId: "gpt-4.1-mini",
    pricing: [base({ input: "0.4", cacheRead: "0.1", output: "1.6", search: "0.01", fileSearch: "0.0025" })],
    contextLength: 1_047_576,
    maxCompletionTokens: 32_768,
    supportedParameters: [...AZURE_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-4.1-mini:openai": chat({
    providerModelId: "gpt-4.1-mini",
    pricing: [base({ input: "0.4", cacheRead: "0.1", output: "1.6", search: "0.01", fileSearch: "0.0025" })],
    modifiers: [PRIORITY_175],
    contextLength: 1_047_576,
    maxCompletionTokens: 32_768,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: {
      ...MODELS_DEV,
      note: "Another public registry lists 0.25 / 1 here but 0.4 / 1.6 for the same model at Azure; 0.4 / 1.6 is taken.",
    },
  }),
  "gpt-4.1-mini:openrouter": chat({
    providerModelId: "openai/gpt-4.1-mini",
    pricing: [base({ input: "0.4", cacheRead: "0.1", output: "1.6" })],
    contextLength: 1_047_576,
    maxCompletionTokens: 32_768,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-4.1-nano:azure": chat({
    providerModelId: "gpt-4.1-nano",
    pricing: [base({ input: "0.1", cacheRead: "0.025", output: "0.4" })],
    contextLength: 1_047_576,
    maxCompletionTokens: 32_768,
    supportedParameters: [...AZURE_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-4.1-nano:openai": chat({
    providerModelId: "gpt-4.1-nano",
    pricing: [
      base({ input: "0.1", cacheRead: "0.025", output: "0.4", search: "0.01", fileSearch: "0.0025" }),
    ],
    modifiers: [PRIORITY_GPT_4_1_NANO],
    contextLength: 1_047_576,
    maxCompletionTokens: 32_768,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-4.1-nano:openrouter": chat({
    providerModelId: "openai/gpt-4.1-nano",
    pricing: [base({ input: "0.1", cacheRead: "0.025", output: "0.4" })],
    contextLength: 1_047_576,
    maxCompletionTokens: 32_768,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
