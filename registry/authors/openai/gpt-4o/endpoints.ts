import { MODELS_DEV, noted } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA } from "../../../parameters.ts";
import { PRIORITY_17, PRIORITY_175, PRIORITY_GPT_4O_MINI } from "../../../pricing/modifiers/openai.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_CHAT } from "../../../providers/azure/parameters.ts";
import { CLOUDFLARE_OPENAI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { OPENAI_CHAT, OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT } from "../../../providers/openrouter/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gpt-4o:azure": chat({
    providerModelId: "gpt-4o",
    pricing: [base({ input: "2.5", cacheRead: "1.25", output: "10" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...AZURE_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-4o:cloudflare": chat({
    providerModelId: "openai/gpt-4o",
    pricing: [base({ input: "2.5", cacheRead: "1.25", output: "10" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...CLOUDFLARE_OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-4o:openai": chat({
    providerModelId: "gpt-4o",
    pricing: [base({ input: "2.5", cacheRead: "1.25", output: "10", search: "0.01", fileSearch: "0.0025" })],
    modifiers: [PRIORITY_17],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-4o:openrouter": chat({
    providerModelId: "openai/gpt-4o",
    pricing: [base({ input: "2.5", output: "10" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: noted(MODELS_DEV, "The source has no cached price here; the maker halves the input."),
  }),
  "gpt-4o-2024-05-13:openai": chat({
    providerModelId: "gpt-4o-2024-05-13",
    pricing: [base({ input: "5", output: "15", search: "0.01", fileSearch: "0.0025" })],
    modifiers: [PRIORITY_175],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_MODE],
    evidence: MODELS_DEV,
  }),
  "gpt-4o-2024-08-06:openai": chat({
    providerModelId: "gpt-4o-2024-08-06",
    pricing: [base({ input: "2.5", cacheRead: "1.25", output: "10", search: "0.01", fileSearch: "0.0025" })],
    modifiers: [PRIORITY_17],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-4o-2024-11-20:openai": chat({
    providerModelId: "gpt-4o-2024-11-20",
    pricing: [base({ input: "2.5", cacheRead: "1.25", output: "10", search: "0.01", fileSearch: "0.0025" })],
    modifiers: [PRIORITY_17],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-4o-mini:azure": chat({
    providerModelId: "gpt-4o-mini",
    pricing: [base({ input: "0.15", cacheRead: "0.075", output: "0.6" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...AZURE_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-4o-mini:cloudflare": chat({
    providerModelId: "openai/gpt-4o-mini",
    pricing: [base({ input: "0.15", cacheRead: "0.08", output: "0.6" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...CLOUDFLARE_OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: noted(MODELS_DEV, "Cached input rounded to cents: the maker has 0.075."),
  }),
  "gpt-4o-mini:openai": chat({
    providerModelId: "gpt-4o-mini",
    pricing: [
      base({ input: "0.15", cacheRead: "0.075", output: "0.6", search: "0.01", fileSearch: "0.0025" }),
    ],
    modifiers: [PRIORITY_GPT_4O_MINI],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-4o-mini:openrouter": chat({
    providerModelId: "openai/gpt-4o-mini",
    pricing: [base({ input: "0.15", cacheRead: "0.075", output: "0.6" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
