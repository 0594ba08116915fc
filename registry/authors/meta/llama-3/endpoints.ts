import { MODELS_DEV, noted, renewed } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { GROQ_FLEX } from "../../../pricing/modifiers/openai.ts";
import { base, since } from "../../../pricing/tiers.ts";
import { AZURE_OPEN_MODELS } from "../../../providers/azure/parameters.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { WORKERS_AI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { DEEPINFRA_CHAT } from "../../../providers/deepinfra/parameters.ts";
import { GROQ_CHAT, GROQ_TOOLS } from "../../../providers/groq/parameters.ts";
import { NEBIUS_PRICES } from "../../../providers/nebius/evidence.ts";
import { NEBIUS_CHAT } from "../../../providers/nebius/parameters.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT } from "../../../providers/openrouter/parameters.ts";
import { TOGETHER_CHAT } from "../../../providers/together/parameters.ts";
import { VERTEX_OPEN_MODELS } from "../../../providers/vertex/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "llama-3.1-8b-instruct:azure": chat({
    providerModelId: "meta-llama-3.1-8b-instruct",
    pricing: [base({ input: "0.3", output: "0.61" })],
    contextLength: 128_000,
    maxCompletionTokens: 32_768,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "llama-3.1-8b-instruct:bedrock": chat({
    providerModelId: "meta.llama3-1-8b-instruct-v1:0",
    pricing: [base({ input: "0.22", output: "0.22" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "llama-3.1-8b-instruct:cloudflare": chat({
    providerModelId: "@cf/meta/llama-3.1-8b-instruct",
    pricing: [base({ input: "0.28", output: "0.83" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...WORKERS_AI_CHAT],
    deployments: {
      default: {},
      fp8: {
        providerModelId: "@cf/meta/llama-3.1-8b-instruct-fp8",
        pricing: [base({ input: "0.152", output: "0.287" })],
        contextLength: 32_000,
        maxCompletionTokens: 32_000,
      },
      awq: {
        providerModelId: "@cf/meta/llama-3.1-8b-instruct-awq",
        pricing: [base({ input: "0.12", output: "0.27" })],
      },
    },
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway only, as workers-ai/@cf/…: the prefix is the gateway's, not the model's. The quantised builds are deployments; the limits are as published, the same for every model of that list. The source has 0.8299999999999998 for the output: binary noise.",
    ),
  }),
  "llama-3.1-8b-instruct:groq": chat({
    providerModelId: "llama-3.1-8b-instant",
    pricing: [base({ input: "0.05", output: "0.08" })],
    modifiers: [GROQ_FLEX],
    contextLength: 131_072,
    maxCompletionTokens: 131_072,
    supportedParameters: [...GROQ_CHAT, ...GROQ_TOOLS, ...JSON_MODE],
    evidence: MODELS_DEV,
  }),
  "llama-3.1-8b-instruct:novita": chat({
    providerModelId: "meta-llama/llama-3.1-8b-instruct",
    pricing: [base({ input: "0.02", output: "0.05" })],
    contextLength: 16_384,
    maxCompletionTokens: 16_384,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
  "llama-3.1-8b-instruct:openrouter": chat({
    providerModelId: "meta-llama/llama-3.1-8b-instruct",
    pricing: [
      since("2024-07-23", base({ input: "0.02", output: "0.03" })),
      since("2026-08-21", base({ input: "0.05", output: "0.08", cacheRead: "0.025" })),
    ],
    contextLength: 131_072,
    maxCompletionTokens: 16_384,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: renewed(MODELS_DEV, {
      source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
      date: "2026-11-28",
      reverifyAfter: "2027-02-26",
    }),
  }),
  "llama-3.3-70b-instruct:azure": chat({
    providerModelId: "llama-3.3-70b-instruct",
    pricing: [base({ input: "0.71", output: "0.71" })],
    contextLength: 128_000,
    maxCompletionTokens: 32_768,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "llama-3.3-70b-instruct:bedrock": chat({
    providerModelId: "meta.llama3-3-70b-instruct-v1:0",
    pricing: [base({ input: "0.72", output: "0.72" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "llama-3.3-70b-instruct:cloudflare": chat({
    providerModelId: "@cf/meta/llama-3.3-70b-instruct-fp8-fast",
    pricing: [base({ input: "0.293", output: "2.253" })],
    contextLength: 24_000,
    maxCompletionTokens: 24_000,
    supportedParameters: [...WORKERS_AI_CHAT, ...TOOLS],
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway too, with the prefix workers-ai/, at prices rounded to cents and with other limits.",
    ),
  }),
  "llama-3.3-70b-instruct:deepinfra": chat({
    providerModelId: "meta-llama/Llama-3.3-70B-Instruct-Turbo",
    pricing: [base({ input: "0.1", output: "0.32" })],
    contextLength: 131_072,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE],
    evidence: MODELS_DEV,
  }),
  "llama-3.3-70b-instruct:groq": chat({
    providerModelId: "llama-3.3-70b-versatile",
    pricing: [base({ input: "0.59", output: "0.79" })],
    modifiers: [GROQ_FLEX],
    contextLength: 131_072,
    maxCompletionTokens: 32_768,
    supportedParameters: [...GROQ_CHAT, ...GROQ_TOOLS, ...JSON_MODE],
    evidence: MODELS_DEV,
  }),
  "llama-3.3-70b-instruct:nebius": chat({
    providerModelId: "meta-llama/Llama-3.3-70B-Instruct",
    pricing: [base({ input: "0.13", cacheRead: "0.013", output: "0.4" })],
    contextLength: 128_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...NEBIUS_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: NEBIUS_PRICES,
  }),
  "llama-3.3-70b-instruct:novita": chat({
    providerModelId: "meta-llama/llama-3.3-70b-instruct",
    pricing: [base({ input: "0.135", output: "0.4" })],
    contextLength: 131_072,
    maxCompletionTokens: 120_000,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "llama-3.3-70b-instruct:openrouter": chat({
    providerModelId: "meta-llama/llama-3.3-70b-instruct",
    pricing: [
      since("2024-12-06", base({ input: "0.1", output: "0.32" })),
      since("2026-08-21", base({ input: "0.13", output: "0.4" })),
    ],
    contextLength: 131_072,
    maxCompletionTokens: 16_384,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: renewed(MODELS_DEV, {
      source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
      date: "2026-11-28",
      reverifyAfter: "2027-02-26",
    }),
  }),
  "llama-3.3-70b-instruct:together": chat({
    providerModelId: "meta-llama/Llama-3.3-70B-Instruct-Turbo",
    pricing: [base({ input: "0.88", output: "0.88" })],
    contextLength: 131_072,
    maxCompletionTokens: 131_072,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "llama-3.3-70b-instruct:vertex": chat({
    providerModelId: "meta/llama-3.3-70b-instruct-maas",
    pricing: [base({ input: "0.72", output: "0.72" })],
    contextLength: 128_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...VERTEX_OPEN_MODELS, ...TOOLS, ...JSON_SCHEMA],
    apis: ["openai-chat"],
    evidence: MODELS_DEV,
  }),
  "llama-3-8b-instruct:azure": chat({
    providerModelId: "meta-llama-3-8b-instruct",
    pricing: [base({ input: "0.3", output: "0.61" })],
    contextLength: 8192,
    maxCompletionTokens: 2048,
    supportedParameters: [...AZURE_OPEN_MODELS],
    evidence: MODELS_DEV,
  }),
  "llama-3-8b-instruct:cloudflare": chat({
    providerModelId: "@cf/meta/llama-3-8b-instruct",
    pricing: [base({ input: "0.28", output: "0.83" })],
    contextLength: 8192,
    maxCompletionTokens: 8192,
    supportedParameters: [...WORKERS_AI_CHAT],
    deployments: {
      default: {},
      awq: {
        providerModelId: "@cf/meta/llama-3-8b-instruct-awq",
        pricing: [base({ input: "0.12", output: "0.27" })],
      },
    },
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway only, as workers-ai/@cf/…: the prefix is the gateway's, not the model's. The source's limits for this list, 128000 and 16384, are the same for every model: those of the model itself. The quantised build is a deployment.",
    ),
  }),
  "llama-3-8b-instruct:novita": chat({
    providerModelId: "meta-llama/llama-3-8b-instruct",
    pricing: [base({ input: "0.04", output: "0.04" })],
    contextLength: 8192,
    maxCompletionTokens: 8192,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
  "llama-3-8b-instruct:together": chat({
    providerModelId: "meta-llama/Meta-Llama-3-8B-Instruct-Lite",
    pricing: [base({ input: "0.1", output: "0.1" })],
    contextLength: 8192,
    maxCompletionTokens: 8192,
    supportedParameters: [...TOGETHER_CHAT],
    evidence: noted(
      MODELS_DEV,
      "The source has 0.14; two other lists agree on 0.10 (Portkey-AI/models, pydantic/genai-prices), which is taken.",
    ),
  }),
  "llama-3-70b-instruct:azure": chat({
    providerModelId: "meta-llama-3-70b-instruct",
    pricing: [base({ input: "2.68", output: "3.54" })],
    contextLength: 8192,
    maxCompletionTokens: 2048,
    supportedParameters: [...AZURE_OPEN_MODELS],
    evidence: MODELS_DEV,
  }),
  "llama-3-70b-instruct:novita": chat({
    providerModelId: "meta-llama/llama-3-70b-instruct",
    pricing: [base({ input: "0.51", output: "0.74" })],
    contextLength: 8192,
    maxCompletionTokens: 8000,
    supportedParameters: [...NOVITA_CHAT, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "llama-3.1-70b-instruct:azure": chat({
    providerModelId: "meta-llama-3.1-70b-instruct",
    pricing: [base({ input: "2.68", output: "3.54" })],
    contextLength: 128_000,
    maxCompletionTokens: 32_768,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "llama-3.1-70b-instruct:bedrock": chat({
    providerModelId: "meta.llama3-1-70b-instruct-v1:0",
    pricing: [base({ input: "0.72", output: "0.72" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "llama-3.1-405b-instruct:azure": chat({
    providerModelId: "meta-llama-3.1-405b-instruct",
    pricing: [base({ input: "5.33", output: "16" })],
    contextLength: 128_000,
    maxCompletionTokens: 32_768,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "llama-3.2-11b-vision-instruct:azure": chat({
    providerModelId: "llama-3.2-11b-vision-instruct",
    pricing: [base({ input: "0.37", output: "0.37" })],
    contextLength: 128_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "llama-3.2-11b-vision-instruct:cloudflare": chat({
    providerModelId: "@cf/meta/llama-3.2-11b-vision-instruct",
    pricing: [base({ input: "0.0485", output: "0.676" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...WORKERS_AI_CHAT],
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway too, with the prefix workers-ai/, at prices rounded to cents and with other limits.",
    ),
  }),
  "llama-3.2-90b-vision-instruct:azure": chat({
    providerModelId: "llama-3.2-90b-vision-instruct",
    pricing: [base({ input: "2.04", output: "2.04" })],
    contextLength: 128_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "llama-3.2-3b-instruct:cloudflare": chat({
    providerModelId: "@cf/meta/llama-3.2-3b-instruct",
    pricing: [base({ input: "0.0509", output: "0.335" })],
    contextLength: 80_000,
    maxCompletionTokens: 80_000,
    supportedParameters: [...WORKERS_AI_CHAT],
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway too, with the prefix workers-ai/, at prices rounded to cents and with other limits.",
    ),
  }),
  "llama-3.2-3b-instruct:novita": chat({
    providerModelId: "meta-llama/llama-3.2-3b-instruct",
    pricing: [base({ input: "0.03", output: "0.05" })],
    contextLength: 32_768,
    maxCompletionTokens: 32_000,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
  "llama-3.2-1b-instruct:cloudflare": chat({
    providerModelId: "@cf/meta/llama-3.2-1b-instruct",
    pricing: [base({ input: "0.027", output: "0.201" })],
    contextLength: 60_000,
    maxCompletionTokens: 60_000,
    supportedParameters: [...WORKERS_AI_CHAT],
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway too, with the prefix workers-ai/, at prices rounded to cents and with other limits.",
    ),
  }),
  "llama-3.3-70b-instruct-free:openrouter": chat({
    providerModelId: "meta-llama/llama-3.3-70b-instruct:free",
    pricing: [base({ input: "0", output: "0" })],
    free: true,
    contextLength: 65_536,
    maxCompletionTokens: 65_536,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS],
    ptbEnabled: false,
    evidence: noted(
      MODELS_DEV,
      "Free by its name, with limits of its own: a model of its own, so that nobody is sent there unasked, and not sold through the platform. The output limit of the source, 131072, is above the context.",
    ),
  }),
} satisfies EndpointsFor<typeof models>;
