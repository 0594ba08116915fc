import { MODELS_DEV, noted, renewed } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base, since } from "../../../pricing/tiers.ts";
import { AVIAN_PRICES } from "../../../providers/avian/evidence.ts";
import { AVIAN_CHAT } from "../../../providers/avian/parameters.ts";
import { AZURE_OPEN_MODELS } from "../../../providers/azure/parameters.ts";
import { DEEPINFRA_CHAT } from "../../../providers/deepinfra/parameters.ts";
import { DEEPSEEK_PRICES } from "../../../providers/deepseek/evidence.ts";
import { DEEPSEEK_CHAT } from "../../../providers/deepseek/parameters.ts";
import { FIREWORKS_CHAT } from "../../../providers/fireworks/parameters.ts";
import { LEMONFOX_PRICES } from "../../../providers/lemonfox/evidence.ts";
import { LEMONFOX_CHAT } from "../../../providers/lemonfox/parameters.ts";
import { NEBIUS_PRICES } from "../../../providers/nebius/evidence.ts";
import { NEBIUS_CHAT } from "../../../providers/nebius/parameters.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { TOGETHER_CHAT } from "../../../providers/together/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import { deepseekPeak } from "./hours.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "deepseek-v4-flash:avian": chat({
    providerModelId: "deepseek/deepseek-v4-flash",
    pricing: [base({ input: "0.0805", cacheRead: "0.0165", output: "0.161" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 384_000,
    supportedParameters: [...AVIAN_CHAT, ...TOOLS],
    evidence: AVIAN_PRICES,
  }),
  "deepseek-v4-flash:azure": chat({
    providerModelId: "deepseek-v4-flash",
    pricing: [base({ input: "0.19", output: "0.51" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 384_000,
    supportedParameters: [...AZURE_OPEN_MODELS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "deepseek-v4-flash:deepinfra": chat({
    providerModelId: "deepseek-ai/DeepSeek-V4-Flash",
    pricing: [base({ input: "0.1", cacheRead: "0.02", output: "0.2" })],
    contextLength: 1_048_576,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "deepseek-v4-flash:deepseek": chat({
    providerModelId: "deepseek-v4-flash",
    pricing: [
      since("2026-04-24", base({ input: "0.14", cacheRead: "0.0028", output: "0.28" })),
      {
        ...since("2026-08-16T16:00Z", base({ input: "0.22", cacheRead: "0.007", output: "0.66" })),
        windows: deepseekPeak({ input: "0.44", cacheRead: "0.014", output: "1.32" }),
      },
    ],
    contextLength: 1_000_000,
    maxCompletionTokens: 384_000,
    supportedParameters: [...DEEPSEEK_CHAT, ...TOOLS, ...JSON_MODE],
    evidence: DEEPSEEK_PRICES,
  }),
  "deepseek-v4-flash:fireworks": chat({
    providerModelId: "accounts/fireworks/models/deepseek-v4-flash",
    pricing: [base({ input: "0.14", cacheRead: "0.028", output: "0.28" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 384_000,
    supportedParameters: [...FIREWORKS_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "deepseek-v4-flash:lemonfox": chat({
    providerModelId: "deepseek-v4-flash",
    pricing: [base({ input: "0.5", output: "0.5" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 384_000,
    supportedParameters: [...LEMONFOX_CHAT],
    evidence: LEMONFOX_PRICES,
  }),
  "deepseek-v4-flash:novita": chat({
    providerModelId: "deepseek/deepseek-v4-flash",
    pricing: [base({ input: "0.14", cacheRead: "0.028", output: "0.28" })],
    contextLength: 1_048_576,
    maxCompletionTokens: 393_216,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "deepseek-v4-flash:openrouter": chat({
    providerModelId: "deepseek/deepseek-v4-flash",
    pricing: [
      since("2026-04-24", base({ input: "0.098", cacheRead: "0.02", output: "0.196" })),
      since("2026-08-21", base({ input: "0.0798", cacheRead: "0.02", output: "0.1596" })),
    ],
    contextLength: 1_048_575,
    maxCompletionTokens: 65_536,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: renewed(MODELS_DEV, {
      source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
      date: "2026-11-28",
      reverifyAfter: "2027-02-26",
    }),
  }),
  "deepseek-v4-pro:avian": chat({
    providerModelId: "deepseek/deepseek-v4-pro-0813",
    pricing: [base({ input: "0.594", cacheRead: "0.0198", output: "1.782" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 384_000,
    supportedParameters: [...AVIAN_CHAT, ...TOOLS],
    evidence: AVIAN_PRICES,
  }),
  "deepseek-v4-pro:azure": chat({
    providerModelId: "deepseek-v4-pro",
    pricing: [base({ input: "1.74", output: "3.48" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 384_000,
    supportedParameters: [...AZURE_OPEN_MODELS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "deepseek-v4-pro:deepinfra": chat({
    providerModelId: "deepseek-ai/DeepSeek-V4-Pro",
    pricing: [base({ input: "1.3", cacheRead: "0.1", output: "2.6" })],
    contextLength: 1_048_576,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "deepseek-v4-pro:deepseek": chat({
    providerModelId: "deepseek-v4-pro",
    pricing: [
      since("2026-04-24", base({ input: "0.435", cacheRead: "0.003625", output: "0.87" })),
      {
        ...since("2026-08-16T16:00Z", base({ input: "0.66", cacheRead: "0.022", output: "1.98" })),
        windows: deepseekPeak({ input: "1.32", cacheRead: "0.044", output: "3.96" }),
      },
    ],
    contextLength: 1_000_000,
    maxCompletionTokens: 384_000,
    supportedParameters: [...DEEPSEEK_CHAT, ...TOOLS, ...JSON_MODE],
    evidence: DEEPSEEK_PRICES,
  }),
  "deepseek-v4-pro:fireworks": chat({
    providerModelId: "accounts/fireworks/models/deepseek-v4-pro",
    pricing: [base({ input: "1.74", cacheRead: "0.145", output: "3.48" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 384_000,
    supportedParameters: [...FIREWORKS_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: noted(MODELS_DEV, "A second list has 0.14 for cached input; two agree on 0.145."),
  }),
  "deepseek-v4-pro:nebius": chat({
    providerModelId: "deepseek-ai/DeepSeek-V4-Pro",
    pricing: [base({ input: "1.75", cacheRead: "0.15", output: "3.5" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 384_000,
    supportedParameters: [...NEBIUS_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: NEBIUS_PRICES,
  }),
  "deepseek-v4-pro:novita": chat({
    providerModelId: "deepseek/deepseek-v4-pro",
    pricing: [
      since("2026-04-24", base({ input: "1.69", cacheRead: "0.13", output: "3.38" })),
      since("2026-08-21", base({ input: "1.6", cacheRead: "0.13", output: "3.2" })),
    ],
    contextLength: 1_048_576,
    maxCompletionTokens: 393_216,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: renewed(MODELS_DEV, {
      source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
      date: "2026-11-28",
      reverifyAfter: "2027-02-26",
    }),
  }),
  "deepseek-v4-pro:openrouter": chat({
    providerModelId: "deepseek/deepseek-v4-pro",
    pricing: [
      since("2026-04-24", base({ input: "0.435", cacheRead: "0.003625", output: "0.87" })),
      since("2026-08-21", base({ input: "0.66", cacheRead: "0.003625", output: "1.98" })),
    ],
    contextLength: 1_048_576,
    maxCompletionTokens: 384_000,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: renewed(
      noted(MODELS_DEV, "Cached input at the maker's price, a small part of what other hosts ask."),
      {
        source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
        date: "2026-11-28",
        reverifyAfter: "2027-02-26",
      },
    ),
  }),
  "deepseek-v4-pro:together": chat({
    providerModelId: "deepseek-ai/DeepSeek-V4-Pro",
    pricing: [base({ input: "1.74", cacheRead: "0.2", output: "3.48" })],
    contextLength: 512_000,
    maxCompletionTokens: 384_000,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: noted(MODELS_DEV, "A second list has 2.1 / 4.4."),
  }),
} satisfies EndpointsFor<typeof models>;
