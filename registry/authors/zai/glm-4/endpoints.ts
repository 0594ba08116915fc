import { MODELS_DEV, noted, renewed } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA, SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import { BEDROCK } from "../../../pricing/modifiers/bedrock.ts";
import { base, since } from "../../../pricing/tiers.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { WORKERS_AI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { DEEPINFRA_CHAT } from "../../../providers/deepinfra/parameters.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { VERTEX_OPEN_MODELS } from "../../../providers/vertex/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "glm-4.6:deepinfra": chat({
    providerModelId: "zai-org/GLM-4.6",
    pricing: [base({ input: "0.43", cacheRead: "0.08", output: "1.74" })],
    contextLength: 202_752,
    maxCompletionTokens: 131_072,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "glm-4.6:novita": chat({
    providerModelId: "zai-org/glm-4.6",
    pricing: [base({ input: "0.55", cacheRead: "0.11", output: "2.2" })],
    contextLength: 204_800,
    maxCompletionTokens: 131_072,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "glm-4.6:openrouter": chat({
    providerModelId: "z-ai/glm-4.6",
    pricing: [
      since("2025-09-30", base({ input: "0.43", cacheRead: "0.08", output: "1.74" })),
      since("2026-08-21", base({ input: "0.5", cacheRead: "0.08", output: "2" })),
    ],
    contextLength: 202_752,
    maxCompletionTokens: 131_072,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: renewed(MODELS_DEV, {
      source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
      date: "2026-11-28",
      reverifyAfter: "2027-02-26",
    }),
  }),
  "glm-4.7:bedrock": chat({
    providerModelId: "zai.glm-4.7",
    pricing: [base({ input: "0.6", output: "2.2" })],
    modifiers: BEDROCK["zai.glm-4.7"],
    contextLength: 204_800,
    maxCompletionTokens: 131_072,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: MODELS_DEV,
  }),
  "glm-4.7:deepinfra": chat({
    providerModelId: "zai-org/GLM-4.7",
    pricing: [base({ input: "0.4", cacheRead: "0.08", output: "1.75" })],
    contextLength: 202_752,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "glm-4.7:novita": chat({
    providerModelId: "zai-org/glm-4.7",
    pricing: [base({ input: "0.6", cacheRead: "0.11", output: "2.2" })],
    contextLength: 204_800,
    maxCompletionTokens: 131_072,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "glm-4.7:openrouter": chat({
    providerModelId: "z-ai/glm-4.7",
    pricing: [base({ input: "0.4", cacheRead: "0.08", output: "1.75" })],
    contextLength: 202_752,
    maxCompletionTokens: 131_072,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: MODELS_DEV,
  }),
  "glm-4.7:vertex": chat({
    providerModelId: "zai-org/glm-4.7-maas",
    pricing: [base({ input: "0.6", output: "2.2" })],
    contextLength: 200_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...VERTEX_OPEN_MODELS, ...TOOLS, ...JSON_SCHEMA],
    apis: ["openai-chat"],
    evidence: MODELS_DEV,
  }),
  "glm-4.7-flash:bedrock": chat({
    providerModelId: "zai.glm-4.7-flash",
    pricing: [base({ input: "0.07", output: "0.4" })],
    modifiers: BEDROCK["zai.glm-4.7-flash"],
    contextLength: 200_000,
    maxCompletionTokens: 131_072,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: MODELS_DEV,
  }),
  "glm-4.7-flash:cloudflare": chat({
    providerModelId: "@cf/zai-org/glm-4.7-flash",
    pricing: [base({ input: "0.0605", output: "0.4" })],
    contextLength: 131_072,
    maxCompletionTokens: 131_072,
    supportedParameters: [...WORKERS_AI_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway too, with the prefix workers-ai/, at prices rounded to cents.",
    ),
  }),
  "glm-4.7-flash:deepinfra": chat({
    providerModelId: "zai-org/GLM-4.7-Flash",
    pricing: [base({ input: "0.06", output: "0.4" })],
    contextLength: 202_752,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "glm-4.7-flash:novita": chat({
    providerModelId: "zai-org/glm-4.7-flash",
    pricing: [base({ input: "0.07", cacheRead: "0.01", output: "0.4" })],
    contextLength: 200_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "glm-4.5:novita": chat({
    providerModelId: "zai-org/glm-4.5",
    pricing: [base({ input: "0.6", cacheRead: "0.11", output: "2.2" })],
    contextLength: 131_072,
    maxCompletionTokens: 98_304,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "glm-4.5-air:novita": chat({
    providerModelId: "zai-org/glm-4.5-air",
    pricing: [base({ input: "0.13", output: "0.85" })],
    contextLength: 131_072,
    maxCompletionTokens: 98_304,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "glm-4.5v:novita": chat({
    providerModelId: "zai-org/glm-4.5v",
    pricing: [base({ input: "0.6", cacheRead: "0.11", output: "1.8" })],
    contextLength: 65_536,
    maxCompletionTokens: 16_384,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "glm-4.6v:novita": chat({
    providerModelId: "zai-org/glm-4.6v",
    pricing: [base({ input: "0.3", cacheRead: "0.055", output: "0.9" })],
    contextLength: 131_072,
    maxCompletionTokens: 32_768,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
