import { MODELS_DEV, noted, renewed } from "../../../evidence.ts";
import { JSON_SCHEMA, SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import { BEDROCK } from "../../../pricing/modifiers/bedrock.ts";
import { base, since } from "../../../pricing/tiers.ts";
import { AZURE_OPEN_MODELS } from "../../../providers/azure/parameters.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { WORKERS_AI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { DEEPINFRA_CHAT, DEEPINFRA_FIXED_SAMPLING } from "../../../providers/deepinfra/parameters.ts";
import { FIREWORKS_CHAT } from "../../../providers/fireworks/parameters.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { TOGETHER_CHAT } from "../../../providers/together/parameters.ts";
import { VERTEX_OPEN_MODELS } from "../../../providers/vertex/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "kimi-k2.5:azure": chat({
    providerModelId: "kimi-k2.5",
    pricing: [base({ input: "0.6", output: "3" })],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "kimi-k2.5:bedrock": chat({
    providerModelId: "moonshotai.kimi-k2.5",
    pricing: [base({ input: "0.6", output: "3" })],
    modifiers: BEDROCK["moonshotai.kimi-k2.5"],
    contextLength: 262_143,
    maxCompletionTokens: 16_000,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: MODELS_DEV,
  }),
  "kimi-k2.5:cloudflare": chat({
    providerModelId: "@cf/moonshotai/kimi-k2.5",
    pricing: [base({ input: "0.6", cacheRead: "0.1", output: "3" })],
    contextLength: 256_000,
    maxCompletionTokens: 256_000,
    supportedParameters: [...WORKERS_AI_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway only, as workers-ai/@cf/…: the prefix is the gateway's, not the model's.",
    ),
  }),
  "kimi-k2.5:deepinfra": chat({
    providerModelId: "moonshotai/Kimi-K2.5",
    pricing: [base({ input: "0.45", cacheRead: "0.07", output: "2.25" })],
    contextLength: 262_144,
    maxCompletionTokens: 32_768,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "kimi-k2.5:novita": chat({
    providerModelId: "moonshotai/kimi-k2.5",
    pricing: [base({ input: "0.6", cacheRead: "0.1", output: "3" })],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "kimi-k2.5:openrouter": chat({
    providerModelId: "moonshotai/kimi-k2.5",
    pricing: [
      since("2026-01-27", base({ input: "0.375", output: "2.025" })),
      since("2026-08-21", base({ input: "0.57", output: "2.85", cacheRead: "0.095" })),
    ],
    contextLength: 256_000,
    maxCompletionTokens: 256_000,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: renewed(MODELS_DEV, {
      source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
      date: "2026-11-28",
      reverifyAfter: "2027-02-26",
    }),
  }),
  "kimi-k2.6:azure": chat({
    providerModelId: "kimi-k2.6",
    pricing: [base({ input: "0.95", output: "4" })],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "kimi-k2.6:cloudflare": chat({
    providerModelId: "@cf/moonshotai/kimi-k2.6",
    pricing: [base({ input: "0.95", cacheRead: "0.16", output: "4" })],
    contextLength: 262_144,
    maxCompletionTokens: 256_000,
    supportedParameters: [...WORKERS_AI_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway too, with the prefix workers-ai/, at the same price and with other limits.",
    ),
  }),
  "kimi-k2.6:deepinfra": chat({
    providerModelId: "moonshotai/Kimi-K2.6",
    pricing: [base({ input: "0.75", cacheRead: "0.15", output: "3.5" })],
    contextLength: 262_144,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "kimi-k2.6:fireworks": chat({
    providerModelId: "accounts/fireworks/models/kimi-k2p6",
    pricing: [base({ input: "0.95", cacheRead: "0.16", output: "4" })],
    contextLength: 262_000,
    maxCompletionTokens: 262_000,
    supportedParameters: [...FIREWORKS_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "kimi-k2.6:novita": chat({
    providerModelId: "moonshotai/kimi-k2.6",
    pricing: [base({ input: "0.95", cacheRead: "0.16", output: "4" })],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "kimi-k2.6:openrouter": chat({
    providerModelId: "moonshotai/kimi-k2.6",
    pricing: [
      since("2026-04-21", base({ input: "0.55", cacheRead: "0.11", output: "3.2" })),
      since("2026-08-21", base({ input: "0.5605", cacheRead: "0.11", output: "2.36" })),
    ],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: renewed(MODELS_DEV, {
      source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
      date: "2026-11-28",
      reverifyAfter: "2027-02-26",
    }),
  }),
  "kimi-k2.6:together": chat({
    providerModelId: "moonshotai/Kimi-K2.6",
    pricing: [base({ input: "1.2", cacheRead: "0.2", output: "4.5" })],
    contextLength: 262_144,
    maxCompletionTokens: 131_000,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "kimi-k2.7-code:cloudflare": chat({
    providerModelId: "@cf/moonshotai/kimi-k2.7-code",
    pricing: [base({ input: "0.95", cacheRead: "0.19", output: "4" })],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...WORKERS_AI_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "kimi-k2.7-code:deepinfra": chat({
    providerModelId: "moonshotai/Kimi-K2.7-Code",
    pricing: [base({ input: "0.74", cacheRead: "0.15", output: "3.5" })],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...DEEPINFRA_FIXED_SAMPLING, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "kimi-k2.7-code:fireworks": chat({
    providerModelId: "accounts/fireworks/models/kimi-k2p7-code",
    pricing: [base({ input: "0.95", cacheRead: "0.19", output: "4" })],
    contextLength: 262_000,
    maxCompletionTokens: 262_000,
    supportedParameters: [...FIREWORKS_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "kimi-k2.7-code:openrouter": chat({
    providerModelId: "moonshotai/kimi-k2.7-code",
    pricing: [base({ input: "0.74", cacheRead: "0.15", output: "3.5" })],
    contextLength: 262_144,
    maxCompletionTokens: 16_384,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: MODELS_DEV,
  }),
  "kimi-k2.7-code:together": chat({
    providerModelId: "moonshotai/Kimi-K2.7-Code",
    pricing: [base({ input: "0.95", cacheRead: "0.19", output: "4" })],
    contextLength: 262_144,
    maxCompletionTokens: 131_072,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: noted(MODELS_DEV, "A second list has 1.2 / 4.5 and 0.2 for cached input, the price of K2.6."),
  }),
  "kimi-k2-thinking:azure": chat({
    providerModelId: "kimi-k2-thinking",
    pricing: [base({ input: "0.6", cacheRead: "0.15", output: "2.5" })],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "kimi-k2-thinking:bedrock": chat({
    providerModelId: "moonshot.kimi-k2-thinking",
    pricing: [base({ input: "0.6", output: "2.5" })],
    modifiers: BEDROCK["moonshot.kimi-k2-thinking"],
    contextLength: 262_143,
    maxCompletionTokens: 16_000,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: MODELS_DEV,
  }),
  "kimi-k2-thinking:novita": chat({
    providerModelId: "moonshotai/kimi-k2-thinking",
    pricing: [base({ input: "0.6", cacheRead: "0.15", output: "2.5" })],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "kimi-k2-thinking:openrouter": chat({
    providerModelId: "moonshotai/kimi-k2-thinking",
    pricing: [base({ input: "0.6", output: "2.5" })],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: noted(
      MODELS_DEV,
      "The cached price of the source, 0.6, is the input price entered twice: left out, a cached token pays the same.",
    ),
  }),
  "kimi-k2-thinking:vertex": chat({
    providerModelId: "moonshotai/kimi-k2-thinking-maas",
    pricing: [base({ input: "0.6", output: "2.5" })],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...VERTEX_OPEN_MODELS, ...TOOLS, ...JSON_SCHEMA],
    apis: ["openai-chat"],
    evidence: MODELS_DEV,
  }),
  "kimi-k2-0711:novita": chat({
    providerModelId: "moonshotai/kimi-k2-instruct",
    pricing: [base({ input: "0.57", output: "2.3" })],
    contextLength: 131_072,
    maxCompletionTokens: 32_768,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "kimi-k2-0905:novita": chat({
    providerModelId: "moonshotai/kimi-k2-0905",
    pricing: [base({ input: "0.6", output: "2.5" })],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "kimi-k2-0905:openrouter": chat({
    providerModelId: "moonshotai/kimi-k2-0905",
    pricing: [base({ input: "0.6", output: "2.5" })],
    contextLength: 262_144,
    maxCompletionTokens: 100_352,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
