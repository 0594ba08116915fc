import { MODELS_DEV, noted } from "../../../evidence.ts";
import { JSON_SCHEMA } from "../../../parameters.ts";
import { AZURE_FLEX, FLEX, PRIORITY_2, PRIORITY_18 } from "../../../pricing/modifiers/openai.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_CHAT, AZURE_FIXED_SAMPLING } from "../../../providers/azure/parameters.ts";
import { OPENAI_CHAT, OPENAI_GPT5, OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_FIXED_SAMPLING, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gpt-5:azure": chat({
    providerModelId: "gpt-5",
    pricing: [base({ input: "1.25", cacheRead: "0.13", output: "10", search: "0.01", fileSearch: "0.0025" })],
    modifiers: [AZURE_FLEX],
    contextLength: 272_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...AZURE_FIXED_SAMPLING,
      "stop",
      "reasoning_effort",
      ...OPENAI_TOOLS,
      ...JSON_SCHEMA,
    ],
    evidence: { ...MODELS_DEV, note: "Cached input is rounded to cents by the source." },
  }),
  "gpt-5:openai": chat({
    providerModelId: "gpt-5",
    pricing: [
      base({ input: "1.25", cacheRead: "0.125", output: "10", search: "0.01", fileSearch: "0.0025" }),
    ],
    modifiers: [FLEX, PRIORITY_2],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-5:openrouter": chat({
    providerModelId: "openai/gpt-5",
    pricing: [base({ input: "1.25", cacheRead: "0.125", output: "10" })],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...OPENROUTER_FIXED_SAMPLING,
      ...OPENAI_TOOLS,
      ...JSON_SCHEMA,
      ...OPENROUTER_REASONING,
    ],
    evidence: MODELS_DEV,
  }),
  "gpt-5-pro:azure": chat({
    providerModelId: "gpt-5-pro",
    apis: ["openai-responses"],
    pricing: [base({ input: "15", output: "120", search: "0.01", fileSearch: "0.0025" })],
    contextLength: 400_000,
    maxCompletionTokens: 272_000,
    supportedParameters: [
      ...AZURE_FIXED_SAMPLING,
      "stop",
      "reasoning_effort",
      ...OPENAI_TOOLS,
      ...JSON_SCHEMA,
    ],
    evidence: MODELS_DEV,
  }),
  "gpt-5-pro:openai": chat({
    providerModelId: "gpt-5-pro",
    apis: ["openai-responses"],
    pricing: [base({ input: "15", output: "120", search: "0.01", fileSearch: "0.0025" })],
    contextLength: 400_000,
    maxCompletionTokens: 272_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-5-mini:azure": chat({
    providerModelId: "gpt-5-mini",
    pricing: [base({ input: "0.25", cacheRead: "0.03", output: "2", search: "0.01", fileSearch: "0.0025" })],
    modifiers: [AZURE_FLEX],
    contextLength: 272_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...AZURE_FIXED_SAMPLING,
      "stop",
      "reasoning_effort",
      ...OPENAI_TOOLS,
      ...JSON_SCHEMA,
    ],
    evidence: { ...MODELS_DEV, note: "Cached input is rounded to cents by the source." },
  }),
  "gpt-5-mini:openai": chat({
    providerModelId: "gpt-5-mini",
    pricing: [base({ input: "0.25", cacheRead: "0.025", output: "2", search: "0.01", fileSearch: "0.0025" })],
    modifiers: [FLEX, PRIORITY_18],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-5-mini:openrouter": chat({
    providerModelId: "openai/gpt-5-mini",
    pricing: [base({ input: "0.25", cacheRead: "0.025", output: "2" })],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...OPENROUTER_FIXED_SAMPLING,
      ...OPENAI_TOOLS,
      ...JSON_SCHEMA,
      ...OPENROUTER_REASONING,
    ],
    evidence: MODELS_DEV,
  }),
  "gpt-5-nano:azure": chat({
    providerModelId: "gpt-5-nano",
    pricing: [
      base({ input: "0.05", cacheRead: "0.01", output: "0.4", search: "0.01", fileSearch: "0.0025" }),
    ],
    modifiers: [AZURE_FLEX],
    contextLength: 272_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...AZURE_FIXED_SAMPLING,
      "stop",
      "reasoning_effort",
      ...OPENAI_TOOLS,
      ...JSON_SCHEMA,
    ],
    evidence: { ...MODELS_DEV, note: "Cached input is rounded to cents by the source." },
  }),
  "gpt-5-nano:openai": chat({
    providerModelId: "gpt-5-nano",
    pricing: [
      base({ input: "0.05", cacheRead: "0.005", output: "0.4", search: "0.01", fileSearch: "0.0025" }),
    ],
    modifiers: [FLEX],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-5-nano:openrouter": chat({
    providerModelId: "openai/gpt-5-nano",
    pricing: [base({ input: "0.05", cacheRead: "0.01", output: "0.4" })],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...OPENROUTER_FIXED_SAMPLING,
      ...OPENAI_TOOLS,
      ...JSON_SCHEMA,
      ...OPENROUTER_REASONING,
    ],
    evidence: noted(MODELS_DEV, "Cached input rounded to cents: the maker has 0.005."),
  }),
  "gpt-5-codex:azure": chat({
    providerModelId: "gpt-5-codex",
    apis: ["openai-responses"],
    pricing: [base({ input: "1.25", cacheRead: "0.13", output: "10" })],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...AZURE_FIXED_SAMPLING,
      "stop",
      "reasoning_effort",
      ...OPENAI_TOOLS,
      ...JSON_SCHEMA,
    ],
    evidence: { ...MODELS_DEV, note: "Cached input is rounded to cents by the source." },
  }),
  "gpt-5-codex:openai": chat({
    providerModelId: "gpt-5-codex",
    apis: ["openai-responses"],
    pricing: [
      base({ input: "1.25", cacheRead: "0.125", output: "10", search: "0.01", fileSearch: "0.0025" }),
    ],
    modifiers: [PRIORITY_2],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-5-codex:openrouter": chat({
    providerModelId: "openai/gpt-5-codex",
    pricing: [base({ input: "1.25", cacheRead: "0.125", output: "10" })],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...OPENROUTER_FIXED_SAMPLING,
      ...OPENAI_TOOLS,
      ...JSON_SCHEMA,
      ...OPENROUTER_REASONING,
    ],
    evidence: MODELS_DEV,
  }),
  "gpt-5-chat-latest:azure": chat({
    providerModelId: "gpt-5-chat",
    pricing: [base({ input: "1.25", cacheRead: "0.13", output: "10" })],
    modifiers: [AZURE_FLEX],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...AZURE_CHAT, ...JSON_SCHEMA],
    evidence: {
      ...MODELS_DEV,
      note: "The release that the vendor's '-latest' alias names. Cached input is rounded to cents by the source. The source says that it reasons and takes no temperature here, unlike at the vendor: taken as at the vendor.",
    },
  }),
  "gpt-5-chat-latest:openai": chat({
    providerModelId: "gpt-5-chat-latest",
    pricing: [
      base({ input: "1.25", cacheRead: "0.125", output: "10", search: "0.01", fileSearch: "0.0025" }),
    ],
    modifiers: [FLEX, PRIORITY_2],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_CHAT, ...JSON_SCHEMA],
    evidence: {
      ...MODELS_DEV,
      note: "A '-latest' alias: the vendor re-points it, so that price and limits can change under the same id. Another public registry limits it to 128000 context and 16384 completion tokens.",
    },
  }),
} satisfies EndpointsFor<typeof models>;
