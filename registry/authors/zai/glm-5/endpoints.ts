import { MODELS_DEV, noted, renewed } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA, SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import { BEDROCK } from "../../../pricing/modifiers/bedrock.ts";
import { base, since } from "../../../pricing/tiers.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { WORKERS_AI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { DEEPINFRA_CHAT } from "../../../providers/deepinfra/parameters.ts";
import { FIREWORKS_CHAT } from "../../../providers/fireworks/parameters.ts";
import { NEBIUS_PRICES } from "../../../providers/nebius/evidence.ts";
import { NEBIUS_CHAT } from "../../../providers/nebius/parameters.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { TOGETHER_CHAT } from "../../../providers/together/parameters.ts";
import { VERTEX_OPEN_MODELS } from "../../../providers/vertex/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "glm-5:bedrock": chat({
    providerModelId: "zai.glm-5",
    pricing: [base({ input: "1", output: "3.2" })],
    modifiers: BEDROCK["zai.glm-5"],
    contextLength: 202_752,
    maxCompletionTokens: 101_376,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: MODELS_DEV,
  }),
  "glm-5:deepinfra": chat({
    providerModelId: "zai-org/GLM-5",
    pricing: [base({ input: "0.6", cacheRead: "0.12", output: "2.08" })],
    contextLength: 202_752,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "glm-5:novita": chat({
    providerModelId: "zai-org/glm-5",
    pricing: [base({ input: "1", cacheRead: "0.2", output: "3.2" })],
    contextLength: 202_800,
    maxCompletionTokens: 131_072,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "glm-5:openrouter": chat({
    providerModelId: "z-ai/glm-5",
    pricing: [base({ input: "0.6", cacheRead: "0.12", output: "1.92" })],
    contextLength: 202_752,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: MODELS_DEV,
  }),
  "glm-5:together": chat({
    providerModelId: "zai-org/GLM-5",
    pricing: [base({ input: "1", output: "3.2" })],
    contextLength: 202_752,
    maxCompletionTokens: 131_072,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "glm-5:vertex": chat({
    providerModelId: "zai-org/glm-5-maas",
    pricing: [base({ input: "1", cacheRead: "0.1", output: "3.2" })],
    contextLength: 202_752,
    maxCompletionTokens: 131_072,
    supportedParameters: [...VERTEX_OPEN_MODELS, ...TOOLS, ...JSON_MODE],
    apis: ["openai-chat"],
    evidence: MODELS_DEV,
  }),
  "glm-5.1:deepinfra": chat({
    providerModelId: "zai-org/GLM-5.1",
    pricing: [base({ input: "1.05", cacheRead: "0.205", output: "3.5" })],
    contextLength: 202_752,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "glm-5.1:fireworks": chat({
    providerModelId: "accounts/fireworks/models/glm-5p1",
    pricing: [base({ input: "1.4", cacheRead: "0.26", output: "4.4" })],
    contextLength: 202_800,
    maxCompletionTokens: 131_072,
    supportedParameters: [...FIREWORKS_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "glm-5.1:novita": chat({
    providerModelId: "zai-org/glm-5.1",
    pricing: [base({ input: "1.4", cacheRead: "0.26", output: "4.4" })],
    contextLength: 204_800,
    maxCompletionTokens: 131_072,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "glm-5.1:together": chat({
    providerModelId: "zai-org/GLM-5.1",
    pricing: [base({ input: "1.4", output: "4.4" })],
    contextLength: 202_752,
    maxCompletionTokens: 131_072,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "glm-5.2:cloudflare": chat({
    providerModelId: "@cf/zai-org/glm-5.2",
    pricing: [base({ input: "1.4", cacheRead: "0.26", output: "4.4" })],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...WORKERS_AI_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "glm-5.2:deepinfra": chat({
    providerModelId: "zai-org/GLM-5.2",
    pricing: [base({ input: "0.95", cacheRead: "0.18", output: "3" })],
    contextLength: 1_048_576,
    maxCompletionTokens: 32_768,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "glm-5.2:fireworks": chat({
    providerModelId: "accounts/fireworks/models/glm-5p2",
    pricing: [base({ input: "1.4", cacheRead: "0.26", output: "4.4" })],
    contextLength: 1_048_575,
    maxCompletionTokens: 131_072,
    supportedParameters: [...FIREWORKS_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: noted(
      MODELS_DEV,
      "A second list has 0.14 for cached input; the source and a third one agree on 0.26.",
    ),
  }),
  "glm-5.2:nebius": chat({
    providerModelId: "zai-org/GLM-5.2",
    pricing: [base({ input: "1.4", output: "4.4" })],
    contextLength: 432_000,
    maxCompletionTokens: 432_000,
    supportedParameters: [...NEBIUS_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: NEBIUS_PRICES,
  }),
  "glm-5.2:novita": chat({
    providerModelId: "zai-org/glm-5.2",
    pricing: [base({ input: "1.4", cacheRead: "0.26", output: "4.4" })],
    contextLength: 1_048_576,
    maxCompletionTokens: 131_072,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "glm-5.2:openrouter": chat({
    providerModelId: "z-ai/glm-5.2",
    pricing: [
      since("2026-06-13", base({ input: "0.93", cacheRead: "0.18", output: "3" })),
      since("2026-08-21", base({ input: "0.49", cacheRead: "0.18", output: "1.54" })),
    ],
    contextLength: 1_048_576,
    maxCompletionTokens: 32_768,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: renewed(MODELS_DEV, {
      source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
      date: "2026-11-28",
      reverifyAfter: "2027-02-26",
    }),
  }),
  "glm-5.2:together": chat({
    providerModelId: "zai-org/GLM-5.2",
    pricing: [base({ input: "1.4", cacheRead: "0.26", output: "4.4" })],
    contextLength: 262_144,
    maxCompletionTokens: 164_000,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
