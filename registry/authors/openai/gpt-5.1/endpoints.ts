import { MODELS_DEV, noted } from "../../../evidence.ts";
import { JSON_SCHEMA } from "../../../parameters.ts";
import { AZURE_FLEX, FLEX, PRIORITY_2 } from "../../../pricing/modifiers/openai.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_FIXED_SAMPLING } from "../../../providers/azure/parameters.ts";
import { CLOUDFLARE_OPENAI_FIXED_SAMPLING } from "../../../providers/cloudflare/parameters.ts";
import { OPENAI_GPT5, OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_FIXED_SAMPLING, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gpt-5.1:azure": chat({
    providerModelId: "gpt-5.1",
    pricing: [
      base({ input: "1.25", cacheRead: "0.125", output: "10", search: "0.01", fileSearch: "0.0025" }),
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
    evidence: {
      ...MODELS_DEV,
      note: "The source has audio in and pictures and audio out, unlike at the vendor: not taken over.",
    },
  }),
  "gpt-5.1:cloudflare": chat({
    providerModelId: "openai/gpt-5.1",
    pricing: [base({ input: "1.25", cacheRead: "0.13", output: "10" })],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...CLOUDFLARE_OPENAI_FIXED_SAMPLING, ...OPENAI_TOOLS, "reasoning_effort"],
    evidence: noted(MODELS_DEV, "Cached input rounded to cents: the maker has 0.125."),
  }),
  "gpt-5.1:openai": chat({
    providerModelId: "gpt-5.1",
    pricing: [
      base({ input: "1.25", cacheRead: "0.125", output: "10", search: "0.01", fileSearch: "0.0025" }),
    ],
    modifiers: [FLEX, PRIORITY_2],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-5.1:openrouter": chat({
    providerModelId: "openai/gpt-5.1",
    pricing: [base({ input: "1.25", cacheRead: "0.13", output: "10" })],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...OPENROUTER_FIXED_SAMPLING,
      ...OPENAI_TOOLS,
      ...JSON_SCHEMA,
      ...OPENROUTER_REASONING,
    ],
    evidence: noted(MODELS_DEV, "Cached input rounded to cents: the maker has 0.125."),
  }),
  "gpt-5.1-codex:azure": chat({
    providerModelId: "gpt-5.1-codex",
    apis: ["openai-responses"],
    pricing: [base({ input: "1.25", cacheRead: "0.125", output: "10" })],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...AZURE_FIXED_SAMPLING,
      "stop",
      "reasoning_effort",
      ...OPENAI_TOOLS,
      ...JSON_SCHEMA,
    ],
    evidence: {
      ...MODELS_DEV,
      note: "The source has audio in and pictures and audio out, unlike at the vendor: not taken over.",
    },
  }),
  "gpt-5.1-codex:cloudflare": chat({
    providerModelId: "openai/gpt-5.1-codex",
    pricing: [base({ input: "1.25", cacheRead: "0.125", output: "10" })],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...CLOUDFLARE_OPENAI_FIXED_SAMPLING,
      ...OPENAI_TOOLS,
      ...JSON_SCHEMA,
      "reasoning_effort",
    ],
    evidence: MODELS_DEV,
  }),
  "gpt-5.1-codex:openai": chat({
    providerModelId: "gpt-5.1-codex",
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
  "gpt-5.1-codex-max:azure": chat({
    providerModelId: "gpt-5.1-codex-max",
    apis: ["openai-responses"],
    pricing: [base({ input: "1.25", cacheRead: "0.125", output: "10" })],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...AZURE_FIXED_SAMPLING,
      "stop",
      "reasoning_effort",
      ...OPENAI_TOOLS,
      ...JSON_SCHEMA,
    ],
    evidence: MODELS_DEV,
  }),
  "gpt-5.1-codex-max:openai": chat({
    providerModelId: "gpt-5.1-codex-max",
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
  "gpt-5.1-codex-mini:azure": chat({
    providerModelId: "gpt-5.1-codex-mini",
    apis: ["openai-responses"],
    pricing: [base({ input: "0.25", cacheRead: "0.025", output: "2" })],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...AZURE_FIXED_SAMPLING,
      "stop",
      "reasoning_effort",
      ...OPENAI_TOOLS,
      ...JSON_SCHEMA,
    ],
    evidence: MODELS_DEV,
  }),
  "gpt-5.1-codex-mini:openai": chat({
    providerModelId: "gpt-5.1-codex-mini",
    apis: ["openai-responses"],
    pricing: [base({ input: "0.25", cacheRead: "0.025", output: "2", search: "0.01", fileSearch: "0.0025" })],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-5.1-chat-latest:azure": chat({
    providerModelId: "gpt-5.1-chat",
    pricing: [base({ input: "1.25", cacheRead: "0.125", output: "10" })],
    modifiers: [AZURE_FLEX],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [
      ...AZURE_FIXED_SAMPLING,
      "stop",
      "reasoning_effort",
      ...OPENAI_TOOLS,
      ...JSON_SCHEMA,
    ],
    evidence: {
      ...MODELS_DEV,
      note: "The release that the vendor's '-latest' alias names. The source has audio in and pictures and audio out, unlike at the vendor: not taken over.",
    },
  }),
  "gpt-5.1-chat-latest:openai": chat({
    providerModelId: "gpt-5.1-chat-latest",
    pricing: [
      base({ input: "1.25", cacheRead: "0.125", output: "10", search: "0.01", fileSearch: "0.0025" }),
    ],
    modifiers: [FLEX, PRIORITY_2],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: {
      ...MODELS_DEV,
      note: "A '-latest' alias: the vendor re-points it, so that price and limits can change under the same id.",
    },
  }),
} satisfies EndpointsFor<typeof models>;
