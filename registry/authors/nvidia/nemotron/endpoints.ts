import { MODELS_DEV, noted } from "../../../evidence.ts";
import { JSON_SCHEMA, SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { WORKERS_AI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { NEBIUS_PRICES } from "../../../providers/nebius/evidence.ts";
import { NEBIUS_CHAT } from "../../../providers/nebius/parameters.ts";
import { PERPLEXITY_PRICES } from "../../../providers/perplexity/evidence.ts";
import { PERPLEXITY_AGENT } from "../../../providers/perplexity/parameters.ts";
import { TOGETHER_CHAT } from "../../../providers/together/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "nemotron-nano-9b-v2:bedrock": chat({
    providerModelId: "nvidia.nemotron-nano-9b-v2",
    pricing: [base({ input: "0.06", output: "0.23" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: {
      ...MODELS_DEV,
      note: "The source dates this model 2024-12-01, which looks like a placeholder. Kept as given.",
    },
  }),
  "nemotron-nano-12b-v2-vl:bedrock": chat({
    providerModelId: "nvidia.nemotron-nano-12b-v2",
    pricing: [base({ input: "0.2", output: "0.6" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: {
      ...MODELS_DEV,
      note: "The source dates this model 2024-12-01, which looks like a placeholder. Kept as given.",
    },
  }),
  "nemotron-3-nano-30b-a3b:bedrock": chat({
    providerModelId: "nvidia.nemotron-nano-3-30b",
    pricing: [base({ input: "0.06", output: "0.24" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: MODELS_DEV,
  }),
  "nemotron-3-nano-30b-a3b:nebius": chat({
    providerModelId: "nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B",
    pricing: [base({ input: "0.06", cacheRead: "0.006", output: "0.24" })],
    contextLength: 32_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...NEBIUS_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: NEBIUS_PRICES,
  }),
  "nemotron-3-super-120b-a12b:bedrock": chat({
    providerModelId: "nvidia.nemotron-super-3-120b",
    pricing: [base({ input: "0.15", output: "0.65" })],
    contextLength: 262_144,
    maxCompletionTokens: 131_072,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: MODELS_DEV,
  }),
  "nemotron-3-super-120b-a12b:cloudflare": chat({
    providerModelId: "@cf/nvidia/nemotron-3-120b-a12b",
    pricing: [base({ input: "0.5", output: "1.5" })],
    contextLength: 256_000,
    maxCompletionTokens: 256_000,
    supportedParameters: [...WORKERS_AI_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: noted(MODELS_DEV, "Listed for AI Gateway too, with the prefix workers-ai/, at the same price."),
  }),
  "nemotron-3-super-120b-a12b:nebius": chat({
    providerModelId: "nvidia/nemotron-3-super-120b-a12b",
    pricing: [base({ input: "0.3", output: "0.9" })],
    contextLength: 256_000,
    maxCompletionTokens: 32_768,
    supportedParameters: [...NEBIUS_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: NEBIUS_PRICES,
  }),
  "nemotron-3-super-120b-a12b:perplexity": chat({
    providerModelId: "nvidia/nemotron-3-super-120b-a12b",
    pricing: [base({ input: "0.25", output: "2.5" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 32_000,
    supportedParameters: [...PERPLEXITY_AGENT, "reasoning_effort"],
    evidence: PERPLEXITY_PRICES,
  }),
  "nemotron-3-ultra-550b-a55b:together": chat({
    providerModelId: "nvidia/nemotron-3-ultra-550b-a55b",
    pricing: [base({ input: "0.6", cacheRead: "0.2", output: "3.6" })],
    contextLength: 512_300,
    maxCompletionTokens: 512_300,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "llama-3.1-nemotron-ultra-253b:nebius": chat({
    providerModelId: "nvidia/Llama-3_1-Nemotron-Ultra-253B-v1",
    pricing: [base({ input: "0.6", cacheRead: "0.06", output: "1.8" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...NEBIUS_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: NEBIUS_PRICES,
  }),
} satisfies EndpointsFor<typeof models>;
