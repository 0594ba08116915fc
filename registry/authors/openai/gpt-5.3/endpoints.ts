import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA } from "../../../parameters.ts";
import { PRIORITY_2 } from "../../../pricing/modifiers/openai.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_CHAT, AZURE_FIXED_SAMPLING } from "../../../providers/azure/parameters.ts";
import { CLOUDFLARE_OPENAI_FIXED_SAMPLING } from "../../../providers/cloudflare/parameters.ts";
import { OPENAI_CHAT, OPENAI_GPT5, OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_FIXED_SAMPLING, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gpt-5.3-codex:azure": chat({
    providerModelId: "gpt-5.3-codex",
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
  "gpt-5.3-codex:cloudflare": chat({
    providerModelId: "openai/gpt-5.3-codex",
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
  "gpt-5.3-codex:openai": chat({
    providerModelId: "gpt-5.3-codex",
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
  "gpt-5.3-codex:openrouter": chat({
    providerModelId: "openai/gpt-5.3-codex",
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
  "gpt-5.3-codex-spark:openai": chat({
    providerModelId: "gpt-5.3-codex-spark",
    apis: ["openai-responses"],
    pricing: [base({ input: "1.75", cacheRead: "0.175", output: "14" })],
    contextLength: 128_000,
    maxCompletionTokens: 32_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-5.3-chat-latest:azure": chat({
    providerModelId: "gpt-5.3-chat",
    pricing: [
      base({ input: "1.75", cacheRead: "0.175", output: "14", search: "0.01", fileSearch: "0.0025" }),
    ],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...AZURE_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: {
      ...MODELS_DEV,
      note: "The release that the vendor's '-latest' alias names. The source says that it reasons and takes no temperature here, unlike at the vendor: taken as at the vendor.",
    },
  }),
  "gpt-5.3-chat-latest:openai": chat({
    providerModelId: "gpt-5.3-chat-latest",
    pricing: [
      base({ input: "1.75", cacheRead: "0.175", output: "14", search: "0.01", fileSearch: "0.0025" }),
    ],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...OPENAI_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: {
      ...MODELS_DEV,
      note: "A '-latest' alias: the vendor re-points it, so that price and limits can change under the same id.",
    },
  }),
} satisfies EndpointsFor<typeof models>;
