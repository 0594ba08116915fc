import { MODELS_DEV, noted } from "../../../evidence.ts";
import { thinkingCosts } from "../../../pricing/modifiers/alibaba.ts";
import { base } from "../../../pricing/tiers.ts";
import { ALIBABA_CHAT, ALIBABA_THINKING, ALIBABA_TOOLS } from "../../../providers/alibaba/parameters.ts";
import { WORKERS_AI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "qwen-flash:alibaba": chat({
    providerModelId: "qwen-flash",
    pricing: [base({ input: "0.05", output: "0.4", cacheRead: "0.01" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 32_768,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS, ...ALIBABA_THINKING],
    reasoning: "budget",
    evidence: noted(
      MODELS_DEV,
      "An alias that the vendor re-points: price and limits can change under the same id.",
    ),
  }),
  "qwen-max:alibaba": chat({
    providerModelId: "qwen-max",
    pricing: [base({ input: "1.6", output: "6.4" })],
    contextLength: 32_768,
    maxCompletionTokens: 8192,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS],
    evidence: noted(
      MODELS_DEV,
      "An alias that the vendor re-points: price and limits can change under the same id.",
    ),
  }),
  "qwen-plus:alibaba": chat({
    providerModelId: "qwen-plus",
    pricing: [base({ input: "0.4", output: "1.2", reasoning: "4" })],
    modifiers: [thinkingCosts("4")],
    contextLength: 1_000_000,
    maxCompletionTokens: 32_768,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS],
    ptbEnabled: false,
    evidence: noted(
      MODELS_DEV,
      "The dearer price is that of the thinking mode, and the source does not say whether the answer pays it too: not sold through the platform until looked up. An alias that the vendor re-points: price and limits can change under the same id.",
    ),
  }),
  "qwen-turbo:alibaba": chat({
    providerModelId: "qwen-turbo",
    pricing: [base({ input: "0.05", output: "0.2", reasoning: "0.5" })],
    modifiers: [thinkingCosts("0.5")],
    contextLength: 1_000_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS],
    ptbEnabled: false,
    evidence: noted(
      MODELS_DEV,
      "The dearer price is that of the thinking mode, and the source does not say whether the answer pays it too: not sold through the platform until looked up. An alias that the vendor re-points: price and limits can change under the same id.",
    ),
  }),
  "qwen-plus-character-ja:alibaba": chat({
    providerModelId: "qwen-plus-character-ja",
    pricing: [base({ input: "0.5", output: "1.4" })],
    contextLength: 8192,
    maxCompletionTokens: 512,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS],
    evidence: MODELS_DEV,
  }),
  "qwen-mt-plus:alibaba": chat({
    providerModelId: "qwen-mt-plus",
    pricing: [base({ input: "2.46", output: "7.37" })],
    contextLength: 16_384,
    maxCompletionTokens: 8192,
    supportedParameters: [...ALIBABA_CHAT],
    ptbEnabled: false,
    evidence: noted(MODELS_DEV, "Novita has a tenth of this: not sold through the platform until looked up."),
  }),
  "qwen-mt-plus:novita": chat({
    providerModelId: "qwen/qwen-mt-plus",
    pricing: [base({ input: "0.25", output: "0.75" })],
    contextLength: 16_384,
    maxCompletionTokens: 8192,
    supportedParameters: [...NOVITA_CHAT],
    ptbEnabled: false,
    evidence: noted(
      MODELS_DEV,
      "A tenth of the maker's own price: not sold through the platform until looked up.",
    ),
  }),
  "qwen-mt-turbo:alibaba": chat({
    providerModelId: "qwen-mt-turbo",
    pricing: [base({ input: "0.16", output: "0.49" })],
    contextLength: 16_384,
    maxCompletionTokens: 8192,
    supportedParameters: [...ALIBABA_CHAT],
    evidence: MODELS_DEV,
  }),
  "qwen-omni-turbo:alibaba": chat({
    providerModelId: "qwen-omni-turbo",
    pricing: [base({ input: "0.07", audioInput: "4.44", output: "0.27", audioOutput: "8.89" })],
    contextLength: 32_768,
    maxCompletionTokens: 2048,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS],
    ptbEnabled: false,
    evidence: noted(
      MODELS_DEV,
      "Omni models answer in streams only, and how speech and text are billed beside each other is not in the source: not sold through the platform.",
    ),
  }),
  "qwen-vl-max:alibaba": chat({
    providerModelId: "qwen-vl-max",
    pricing: [base({ input: "0.8", output: "3.2" })],
    contextLength: 131_072,
    maxCompletionTokens: 8192,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS],
    evidence: noted(
      MODELS_DEV,
      "An alias that the vendor re-points: price and limits can change under the same id.",
    ),
  }),
  "qwen-vl-plus:alibaba": chat({
    providerModelId: "qwen-vl-plus",
    pricing: [base({ input: "0.21", output: "0.63" })],
    contextLength: 131_072,
    maxCompletionTokens: 8192,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS],
    evidence: noted(
      MODELS_DEV,
      "An alias that the vendor re-points: price and limits can change under the same id.",
    ),
  }),
  "qwen-vl-ocr:alibaba": chat({
    providerModelId: "qwen-vl-ocr",
    pricing: [base({ input: "0.72", output: "0.72" })],
    contextLength: 34_096,
    maxCompletionTokens: 4096,
    supportedParameters: [...ALIBABA_CHAT],
    evidence: MODELS_DEV,
  }),
  "qvq-max:alibaba": chat({
    providerModelId: "qvq-max",
    pricing: [base({ input: "1.2", output: "4.8" })],
    contextLength: 131_072,
    maxCompletionTokens: 8192,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS],
    evidence: MODELS_DEV,
  }),
  "qwq-plus:alibaba": chat({
    providerModelId: "qwq-plus",
    pricing: [base({ input: "0.8", output: "2.4" })],
    contextLength: 131_072,
    maxCompletionTokens: 8192,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS],
    evidence: MODELS_DEV,
  }),
  "qwq-32b:cloudflare": chat({
    providerModelId: "@cf/qwen/qwq-32b",
    pricing: [base({ input: "0.66", output: "1" })],
    contextLength: 24_000,
    maxCompletionTokens: 24_000,
    supportedParameters: [...WORKERS_AI_CHAT],
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway too, with the prefix workers-ai/, at the same price and with other limits.",
    ),
  }),
} satisfies EndpointsFor<typeof models>;
