import { MODELS_DEV, noted, renewed } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { BEDROCK } from "../../../pricing/modifiers/bedrock.ts";
import { GROQ_FLEX } from "../../../pricing/modifiers/openai.ts";
import { base, since } from "../../../pricing/tiers.ts";
import { AZURE_OPEN_MODELS } from "../../../providers/azure/parameters.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { WORKERS_AI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { DEEPINFRA_CHAT } from "../../../providers/deepinfra/parameters.ts";
import { GROQ_CHAT, GROQ_TOOLS } from "../../../providers/groq/parameters.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT } from "../../../providers/openrouter/parameters.ts";
import { VERTEX_OPEN_MODELS } from "../../../providers/vertex/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "llama-4-maverick:azure": chat({
    providerModelId: "llama-4-maverick-17b-128e-instruct-fp8",
    pricing: [base({ input: "0.25", output: "1" })],
    contextLength: 128_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "llama-4-maverick:bedrock": chat({
    providerModelId: "meta.llama4-maverick-17b-instruct-v1:0",
    pricing: [base({ input: "0.24", output: "0.97" })],
    modifiers: BEDROCK["meta.llama4-maverick-17b-instruct-v1:0"],
    contextLength: 1_000_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    deployments: {
      default: {},
      us: { providerModelId: "us.meta.llama4-maverick-17b-instruct-v1:0", region: "us-east-1" },
    },
    evidence: MODELS_DEV,
  }),
  "llama-4-maverick:deepinfra": chat({
    providerModelId: "meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8",
    pricing: [base({ input: "0.15", output: "0.6" })],
    contextLength: 1_048_576,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...JSON_MODE],
    evidence: MODELS_DEV,
  }),
  "llama-4-maverick:novita": chat({
    providerModelId: "meta-llama/llama-4-maverick-17b-128e-instruct-fp8",
    pricing: [base({ input: "0.27", output: "0.85" })],
    contextLength: 1_048_576,
    maxCompletionTokens: 8192,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
  "llama-4-maverick:openrouter": chat({
    providerModelId: "meta-llama/llama-4-maverick",
    pricing: [
      since("2025-04-05", base({ input: "0.15", output: "0.6" })),
      since("2026-08-21", base({ input: "0.2", output: "0.8" })),
    ],
    contextLength: 1_048_576,
    maxCompletionTokens: 16_384,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: renewed(MODELS_DEV, {
      source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
      date: "2026-11-28",
      reverifyAfter: "2027-02-26",
    }),
  }),
  "llama-4-maverick:vertex": chat({
    providerModelId: "meta/llama-4-maverick-17b-128e-instruct-maas",
    pricing: [base({ input: "0.35", output: "1.15" })],
    contextLength: 524_288,
    maxCompletionTokens: 8192,
    supportedParameters: [...VERTEX_OPEN_MODELS, ...TOOLS, ...JSON_SCHEMA],
    apis: ["openai-chat"],
    evidence: MODELS_DEV,
  }),
  "llama-4-scout:azure": chat({
    providerModelId: "llama-4-scout-17b-16e-instruct",
    pricing: [base({ input: "0.2", output: "0.78" })],
    contextLength: 128_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "llama-4-scout:bedrock": chat({
    providerModelId: "meta.llama4-scout-17b-instruct-v1:0",
    pricing: [base({ input: "0.17", output: "0.66" })],
    modifiers: BEDROCK["meta.llama4-scout-17b-instruct-v1:0"],
    contextLength: 3_500_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    deployments: {
      default: {},
      us: { providerModelId: "us.meta.llama4-scout-17b-instruct-v1:0", region: "us-east-1" },
    },
    evidence: MODELS_DEV,
  }),
  "llama-4-scout:cloudflare": chat({
    providerModelId: "@cf/meta/llama-4-scout-17b-16e-instruct",
    pricing: [base({ input: "0.27", output: "0.85" })],
    contextLength: 131_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...WORKERS_AI_CHAT, ...TOOLS],
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway too, with the prefix workers-ai/, at the same price and with other limits.",
    ),
  }),
  "llama-4-scout:deepinfra": chat({
    providerModelId: "meta-llama/Llama-4-Scout-17B-16E-Instruct",
    pricing: [base({ input: "0.1", output: "0.3" })],
    contextLength: 327_680,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE],
    evidence: MODELS_DEV,
  }),
  "llama-4-scout:groq": chat({
    providerModelId: "meta-llama/llama-4-scout-17b-16e-instruct",
    pricing: [base({ input: "0.11", output: "0.34" })],
    modifiers: [GROQ_FLEX],
    contextLength: 131_072,
    maxCompletionTokens: 8192,
    supportedParameters: [...GROQ_CHAT, ...GROQ_TOOLS, ...JSON_SCHEMA],
    status: "beta",
    evidence: MODELS_DEV,
  }),
  "llama-4-scout:novita": chat({
    providerModelId: "meta-llama/llama-4-scout-17b-16e-instruct",
    pricing: [base({ input: "0.18", output: "0.59" })],
    contextLength: 131_072,
    maxCompletionTokens: 131_072,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
