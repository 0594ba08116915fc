import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA } from "../../../parameters.ts";
import { AZURE_FLEX, FLEX, PRIORITY_2 } from "../../../pricing/modifiers/openai.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_FIXED_SAMPLING } from "../../../providers/azure/parameters.ts";
import { CLOUDFLARE_OPENAI_FIXED_SAMPLING } from "../../../providers/cloudflare/parameters.ts";
import { OPENAI_GPT5, OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_FIXED_SAMPLING, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gpt-5.2:azure": chat({
    providerModelId: "gpt-5.2",
    pricing: [
      base({ input: "1.75", cacheRead: "0.125", output: "14", search: "0.01", fileSearch: "0.0025" }),
    ],
    modifiers: [AZURE_FLEX],
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
      note: "Cached input at 0.125 is the price of gpt-5.1; the vendor asks 0.175. Kept as published.",
    },
  }),
  "gpt-5.2:cloudflare": chat({
    providerModelId: "openai/gpt-5.2",
    pricing: [base({ input: "1.75", cacheRead: "0.175", output: "14" })],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...CLOUDFLARE_OPENAI_FIXED_SAMPLING, ...OPENAI_TOOLS, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "gpt-5.2:openai": chat({
    providerModelId: "gpt-5.2",
    pricing: [
      base({ input: "1.75", cacheRead: "0.175", output: "14", search: "0.01", fileSearch: "0.0025" }),
    ],
    modifiers: [FLEX, PRIORITY_2],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-5.2:openrouter": chat({
    providerModelId: "openai/gpt-5.2",
    pricing: [base({ input: "1.75", cacheRead: "0.175", output: "14" })],
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
  "gpt-5.2-pro:openai": chat({
    providerModelId: "gpt-5.2-pro",
    apis: ["openai-responses"],
    pricing: [base({ input: "21", output: "168", search: "0.01", fileSearch: "0.0025" })],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_MODE],
    evidence: MODELS_DEV,
  }),
  "gpt-5.2-codex:azure": chat({
    providerModelId: "gpt-5.2-codex",
    apis: ["openai-responses"],
    pricing: [
      base({ input: "1.75", cacheRead: "0.175", output: "14", search: "0.01", fileSearch: "0.0025" }),
    ],
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
  "gpt-5.2-codex:cloudflare": chat({
    providerModelId: "openai/gpt-5.2-codex",
    pricing: [base({ input: "1.75", cacheRead: "0.175", output: "14" })],
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
  "gpt-5.2-codex:openai": chat({
    providerModelId: "gpt-5.2-codex",
    apis: ["openai-responses"],
    pricing: [
      base({ input: "1.75", cacheRead: "0.175", output: "14", search: "0.01", fileSearch: "0.0025" }),
    ],
    modifiers: [PRIORITY_2],
    contextLength: 400_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-5.2-codex:openrouter": chat({
    providerModelId: "openai/gpt-5.2-codex",
    pricing: [base({ input: "1.75", cacheRead: "0.175", output: "14" })],
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
  "gpt-5.2-chat-latest:azure": chat({
    providerModelId: "gpt-5.2-chat",
    pricing: [base({ input: "1.75", cacheRead: "0.175", output: "14" })],
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
    evidence: { ...MODELS_DEV, note: "The release that the vendor's '-latest' alias names." },
  }),
  "gpt-5.2-chat-latest:openai": chat({
    providerModelId: "gpt-5.2-chat-latest",
    pricing: [
      base({ input: "1.75", cacheRead: "0.175", output: "14", search: "0.01", fileSearch: "0.0025" }),
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
