import { MODELS_DEV, noted, renewed } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA, SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import { BEDROCK } from "../../../pricing/modifiers/bedrock.ts";
import { FIREWORKS_PRIORITY_GPT_OSS_120B, GROQ_FLEX } from "../../../pricing/modifiers/openai.ts";
import { base, since } from "../../../pricing/tiers.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { WORKERS_AI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { DEEPINFRA_CHAT } from "../../../providers/deepinfra/parameters.ts";
import { FIREWORKS_CHAT } from "../../../providers/fireworks/parameters.ts";
import { GROQ_CHAT, GROQ_REASONING, GROQ_TOOLS } from "../../../providers/groq/parameters.ts";
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
  "gpt-oss-120b:bedrock": chat({
    providerModelId: "openai.gpt-oss-120b-1:0",
    pricing: [base({ input: "0.15", output: "0.6" })],
    modifiers: BEDROCK["openai.gpt-oss-120b-1:0"],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY, "reasoning_effort"],
    evidence: {
      ...MODELS_DEV,
      note: "The source also lists the id without -1:0, of the OpenAI-compatible host, with the same facts.",
    },
  }),
  "gpt-oss-120b:cloudflare": chat({
    providerModelId: "@cf/openai/gpt-oss-120b",
    pricing: [base({ input: "0.35", output: "0.75" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...WORKERS_AI_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: noted(MODELS_DEV, "Listed for AI Gateway too, with the prefix workers-ai/, at the same price."),
  }),
  "gpt-oss-120b:deepinfra": chat({
    providerModelId: "openai/gpt-oss-120b",
    pricing: [base({ input: "0.039", output: "0.19" })],
    contextLength: 131_072,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "gpt-oss-120b:fireworks": chat({
    providerModelId: "accounts/fireworks/models/gpt-oss-120b",
    pricing: [base({ input: "0.15", cacheRead: "0.014", output: "0.6" })],
    modifiers: [FIREWORKS_PRIORITY_GPT_OSS_120B],
    contextLength: 131_072,
    maxCompletionTokens: 32_768,
    supportedParameters: [...FIREWORKS_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: noted(
      MODELS_DEV,
      "Cached input is 0.014 since 2026-08-04 (pydantic/genai-prices); the source, older, has 0.015.",
    ),
  }),
  "gpt-oss-120b:groq": chat({
    providerModelId: "openai/gpt-oss-120b",
    pricing: [base({ input: "0.15", cacheRead: "0.075", output: "0.6" })],
    modifiers: [GROQ_FLEX],
    contextLength: 131_072,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GROQ_CHAT, ...GROQ_TOOLS, ...JSON_SCHEMA, ...GROQ_REASONING],
    evidence: {
      ...MODELS_DEV,
      note: "Another public registry lists an output price of 0.75 and 131000 completion tokens.",
    },
  }),
  "gpt-oss-120b:nebius": chat({
    providerModelId: "openai/gpt-oss-120b",
    pricing: [base({ input: "0.15", cacheRead: "0.015", output: "0.6" })],
    contextLength: 128_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...NEBIUS_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: NEBIUS_PRICES,
  }),
  "gpt-oss-120b:novita": chat({
    providerModelId: "openai/gpt-oss-120b",
    pricing: [base({ input: "0.05", output: "0.25" })],
    contextLength: 131_072,
    maxCompletionTokens: 32_768,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-oss-120b:openrouter": chat({
    providerModelId: "openai/gpt-oss-120b",
    pricing: [
      since("2025-08-05", base({ input: "0.03", output: "0.15" })),
      since("2026-08-21", base({ input: "0.03", output: "0.17" })),
    ],
    contextLength: 131_072,
    maxCompletionTokens: 131_072,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: renewed(MODELS_DEV, {
      source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
      date: "2026-11-28",
      reverifyAfter: "2027-02-26",
    }),
  }),
  "gpt-oss-120b:together": chat({
    providerModelId: "openai/gpt-oss-120b",
    pricing: [base({ input: "0.15", output: "0.6" })],
    contextLength: 131_072,
    maxCompletionTokens: 131_072,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "gpt-oss-120b:vertex": chat({
    providerModelId: "openai/gpt-oss-120b-maas",
    pricing: [base({ input: "0.09", output: "0.36" })],
    contextLength: 131_072,
    maxCompletionTokens: 32_768,
    supportedParameters: [...VERTEX_OPEN_MODELS, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    apis: ["openai-chat"],
    evidence: MODELS_DEV,
  }),
  "gpt-oss-20b:bedrock": chat({
    providerModelId: "openai.gpt-oss-20b-1:0",
    pricing: [base({ input: "0.07", output: "0.3" })],
    modifiers: BEDROCK["openai.gpt-oss-20b-1:0"],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY, "reasoning_effort"],
    evidence: {
      ...MODELS_DEV,
      note: "The source also lists the id without -1:0, of the OpenAI-compatible host, with the same facts.",
    },
  }),
  "gpt-oss-20b:cloudflare": chat({
    providerModelId: "@cf/openai/gpt-oss-20b",
    pricing: [base({ input: "0.2", output: "0.3" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...WORKERS_AI_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: noted(MODELS_DEV, "Listed for AI Gateway too, with the prefix workers-ai/, at the same price."),
  }),
  "gpt-oss-20b:deepinfra": chat({
    providerModelId: "openai/gpt-oss-20b",
    pricing: [base({ input: "0.03", output: "0.14" })],
    contextLength: 131_072,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "gpt-oss-20b:fireworks": chat({
    providerModelId: "accounts/fireworks/models/gpt-oss-20b",
    pricing: [base({ input: "0.07", cacheRead: "0.035", output: "0.3" })],
    contextLength: 131_072,
    maxCompletionTokens: 32_768,
    supportedParameters: [...FIREWORKS_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "gpt-oss-20b:groq": chat({
    providerModelId: "openai/gpt-oss-20b",
    pricing: [base({ input: "0.075", cacheRead: "0.0375", output: "0.3" })],
    modifiers: [GROQ_FLEX],
    contextLength: 131_072,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GROQ_CHAT, ...GROQ_TOOLS, ...JSON_SCHEMA, ...GROQ_REASONING],
    evidence: {
      ...MODELS_DEV,
      note: "Another public registry lists 0.1 / 0.5 and 131000 completion tokens.",
    },
  }),
  "gpt-oss-20b:novita": chat({
    providerModelId: "openai/gpt-oss-20b",
    pricing: [base({ input: "0.04", output: "0.15" })],
    contextLength: 131_072,
    maxCompletionTokens: 32_768,
    supportedParameters: [...NOVITA_CHAT, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "gpt-oss-20b:openrouter": chat({
    providerModelId: "openai/gpt-oss-20b",
    pricing: [
      since("2025-08-05", base({ input: "0.029", output: "0.14" })),
      since("2026-08-21", base({ input: "0.029", output: "0.13" })),
    ],
    contextLength: 131_072,
    maxCompletionTokens: 131_072,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: renewed(MODELS_DEV, {
      source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
      date: "2026-11-28",
      reverifyAfter: "2027-02-26",
    }),
  }),
  "gpt-oss-20b:together": chat({
    providerModelId: "openai/gpt-oss-20b",
    pricing: [base({ input: "0.05", output: "0.2" })],
    contextLength: 131_072,
    maxCompletionTokens: 131_072,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "gpt-oss-20b:vertex": chat({
    providerModelId: "openai/gpt-oss-20b-maas",
    pricing: [base({ input: "0.07", output: "0.25" })],
    contextLength: 131_072,
    maxCompletionTokens: 32_768,
    supportedParameters: [...VERTEX_OPEN_MODELS, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    apis: ["openai-chat"],
    evidence: MODELS_DEV,
  }),
  "gpt-oss-safeguard-20b:bedrock": chat({
    providerModelId: "openai.gpt-oss-safeguard-20b",
    pricing: [base({ input: "0.07", output: "0.2" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: MODELS_DEV,
  }),
  "gpt-oss-safeguard-20b:groq": chat({
    providerModelId: "openai/gpt-oss-safeguard-20b",
    pricing: [base({ input: "0.075", output: "0.3" })],
    modifiers: [GROQ_FLEX],
    contextLength: 131_072,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GROQ_CHAT, ...GROQ_TOOLS, ...JSON_SCHEMA, ...GROQ_REASONING],
    status: "beta",
    evidence: MODELS_DEV,
  }),
  "gpt-oss-safeguard-120b:bedrock": chat({
    providerModelId: "openai.gpt-oss-safeguard-120b",
    pricing: [base({ input: "0.15", output: "0.6" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
