import { MODELS_DEV, noted } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { ALIBABA_CHAT, ALIBABA_TOOLS } from "../../../providers/alibaba/parameters.ts";
import { WORKERS_AI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { NEBIUS_PRICES } from "../../../providers/nebius/evidence.ts";
import { NEBIUS_CHAT } from "../../../providers/nebius/parameters.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { TOGETHER_CHAT } from "../../../providers/together/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "qwen2.5-7b-instruct:alibaba": chat({
    providerModelId: "qwen2-5-7b-instruct",
    pricing: [base({ input: "0.175", output: "0.7" })],
    contextLength: 131_072,
    maxCompletionTokens: 8192,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS],
    evidence: MODELS_DEV,
  }),
  "qwen2.5-7b-instruct:novita": chat({
    providerModelId: "qwen/qwen2.5-7b-instruct",
    pricing: [base({ input: "0.07", output: "0.07" })],
    contextLength: 32_000,
    maxCompletionTokens: 32_000,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "qwen2.5-7b-instruct:together": chat({
    providerModelId: "Qwen/Qwen2.5-7B-Instruct-Turbo",
    pricing: [base({ input: "0.3", output: "0.3" })],
    contextLength: 32_768,
    maxCompletionTokens: 32_768,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "qwen2.5-14b-instruct:alibaba": chat({
    providerModelId: "qwen2-5-14b-instruct",
    pricing: [base({ input: "0.35", output: "1.4" })],
    contextLength: 131_072,
    maxCompletionTokens: 8192,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS],
    evidence: MODELS_DEV,
  }),
  "qwen2.5-32b-instruct:alibaba": chat({
    providerModelId: "qwen2-5-32b-instruct",
    pricing: [base({ input: "0.7", output: "2.8" })],
    contextLength: 131_072,
    maxCompletionTokens: 8192,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS],
    evidence: MODELS_DEV,
  }),
  "qwen2.5-72b-instruct:alibaba": chat({
    providerModelId: "qwen2-5-72b-instruct",
    pricing: [base({ input: "1.4", output: "5.6" })],
    contextLength: 131_072,
    maxCompletionTokens: 8192,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS],
    evidence: MODELS_DEV,
  }),
  "qwen2.5-72b-instruct:novita": chat({
    providerModelId: "qwen/qwen-2.5-72b-instruct",
    pricing: [base({ input: "0.38", output: "0.4" })],
    contextLength: 32_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "qwen2.5-coder-32b-instruct:cloudflare": chat({
    providerModelId: "@cf/qwen/qwen2.5-coder-32b-instruct",
    pricing: [base({ input: "0.66", output: "1" })],
    contextLength: 32_768,
    maxCompletionTokens: 32_768,
    supportedParameters: [...WORKERS_AI_CHAT],
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway too, with the prefix workers-ai/, at the same price and with other limits.",
    ),
  }),
  "qwen2.5-omni-7b:alibaba": chat({
    providerModelId: "qwen2-5-omni-7b",
    pricing: [base({ input: "0.1", audioInput: "6.76", output: "0.4" })],
    unpriced: { audioOutput: "the source prices sound in the prompt only" },
    contextLength: 32_768,
    maxCompletionTokens: 2048,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS],
    ptbEnabled: false,
    evidence: noted(
      MODELS_DEV,
      "Omni models answer in streams only, and how speech and text are billed beside each other is not in the source: not sold through the platform. No price for audio output, which would fall back on that of text.",
    ),
  }),
  "qwen2.5-vl-7b-instruct:alibaba": chat({
    providerModelId: "qwen2-5-vl-7b-instruct",
    pricing: [base({ input: "0.35", output: "1.05" })],
    contextLength: 131_072,
    maxCompletionTokens: 8192,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS],
    evidence: MODELS_DEV,
  }),
  "qwen2.5-vl-72b-instruct:alibaba": chat({
    providerModelId: "qwen2-5-vl-72b-instruct",
    pricing: [base({ input: "2.8", output: "8.4" })],
    contextLength: 131_072,
    maxCompletionTokens: 8192,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS],
    evidence: MODELS_DEV,
  }),
  "qwen2.5-vl-72b-instruct:nebius": chat({
    providerModelId: "Qwen/Qwen2.5-VL-72B-Instruct",
    pricing: [base({ input: "0.25", cacheRead: "0.025", output: "0.75" })],
    contextLength: 128_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...NEBIUS_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: NEBIUS_PRICES,
  }),
  "qwen2.5-vl-72b-instruct:novita": chat({
    providerModelId: "qwen/qwen2.5-vl-72b-instruct",
    pricing: [base({ input: "0.8", output: "0.8" })],
    contextLength: 32_768,
    maxCompletionTokens: 32_768,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
