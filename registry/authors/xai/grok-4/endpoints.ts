import {
  MODELS_DEV,
  noted,
  SINCE_JULY,
  XAI_LONG_CONTEXT,
  XAI_LONG_CONTEXT_LATER,
} from "../../../evidence.ts";
import { JSON_SCHEMA, SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import { XAI_PRIORITY } from "../../../pricing/modifiers/openai.ts";
import { at, base, since } from "../../../pricing/tiers.ts";
import { AZURE_OPEN_MODELS } from "../../../providers/azure/parameters.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { XAI_CHAT, XAI_REASONING_CHAT } from "../../../providers/xai/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "grok-4-fast-reasoning:azure": chat({
    providerModelId: "grok-4-fast-reasoning",
    pricing: [base({ input: "0.2", cacheRead: "0.05", output: "0.5" })],
    contextLength: 2_000_000,
    maxCompletionTokens: 30_000,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "grok-4.1-fast-reasoning:azure": chat({
    providerModelId: "grok-4-1-fast-reasoning",
    pricing: [base({ input: "0.2", cacheRead: "0.05", output: "0.5" })],
    contextLength: 128_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    status: "beta",
    evidence: MODELS_DEV,
  }),
  "grok-4.1-fast-non-reasoning:azure": chat({
    providerModelId: "grok-4-1-fast-non-reasoning",
    pricing: [base({ input: "0.2", cacheRead: "0.05", output: "0.5" })],
    contextLength: 128_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    status: "beta",
    evidence: MODELS_DEV,
  }),
  "grok-4.20-reasoning:azure": chat({
    providerModelId: "grok-4-20-reasoning",
    pricing: [base({ input: "2", output: "6" })],
    contextLength: 262_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    ptbEnabled: false,
    status: "beta",
    evidence: {
      ...MODELS_DEV,
      note: "The vendor asks 1.25 / 2.5: not sold through the platform until looked up.",
    },
  }),
  "grok-4.20-reasoning:xai": chat({
    providerModelId: "grok-4.20-0309-reasoning",
    pricing: [
      base({ input: "1.25", cacheRead: "0.2", output: "2.5" }),
      at(200_000, { input: "2.5", cacheRead: "0.4", output: "5" }, XAI_LONG_CONTEXT),
    ],
    modifiers: [XAI_PRIORITY],
    contextLength: 1_000_000,
    maxCompletionTokens: 30_000,
    supportedParameters: [...XAI_REASONING_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "grok-4.20-non-reasoning:azure": chat({
    providerModelId: "grok-4-20-non-reasoning",
    pricing: [base({ input: "2", output: "6" })],
    contextLength: 262_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    ptbEnabled: false,
    status: "beta",
    evidence: {
      ...MODELS_DEV,
      note: "The vendor asks 1.25 / 2.5: not sold through the platform until looked up.",
    },
  }),
  "grok-4.20-non-reasoning:xai": chat({
    providerModelId: "grok-4.20-0309-non-reasoning",
    pricing: [
      base({ input: "1.25", cacheRead: "0.2", output: "2.5" }),
      at(200_000, { input: "2.5", cacheRead: "0.4", output: "5" }, XAI_LONG_CONTEXT),
    ],
    modifiers: [XAI_PRIORITY],
    contextLength: 1_000_000,
    maxCompletionTokens: 30_000,
    supportedParameters: [...XAI_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "grok-4.3:bedrock": chat({
    providerModelId: "xai.grok-4.3",
    pricing: [base({ input: "1.25", cacheRead: "0.2", output: "2.5" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 131_072,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: { ...MODELS_DEV, note: "Whether Converse takes the model is not verified." },
  }),
  "grok-4.3:openrouter": chat({
    providerModelId: "x-ai/grok-4.3",
    pricing: [
      base({ input: "1.25", cacheRead: "0.2", output: "2.5" }),
      at(200_000, { input: "2.5", cacheRead: "0.4", output: "5" }, XAI_LONG_CONTEXT),
    ],
    contextLength: 1_000_000,
    maxCompletionTokens: 1_000_000,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: MODELS_DEV,
  }),
  "grok-4.3:xai": chat({
    providerModelId: "grok-4.3",
    pricing: [
      base({ input: "1.25", cacheRead: "0.2", output: "2.5" }),
      at(200_000, { input: "2.5", cacheRead: "0.4", output: "5" }, XAI_LONG_CONTEXT),
    ],
    modifiers: [XAI_PRIORITY],
    contextLength: 1_000_000,
    maxCompletionTokens: 30_000,
    supportedParameters: [...XAI_REASONING_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "grok-4.5:xai": chat({
    providerModelId: "grok-4.5",
    pricing: [
      since(
        "2026-07-08",
        base({ input: "2", cacheRead: "0.3", output: "6" }),
        at(200_000, { input: "4", cacheRead: "0.6", output: "12" }, XAI_LONG_CONTEXT_LATER),
      ),
    ],
    modifiers: [XAI_PRIORITY],
    contextLength: 500_000,
    maxCompletionTokens: 30_000,
    supportedParameters: [...XAI_REASONING_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: noted(
      SINCE_JULY,
      "The lists differ in cached input: 0.5 in July, and 0.3 in the later one, as on the maker's page, which is taken. What its answers report is what is billed.",
    ),
  }),
  "grok-4.6:xai": chat({
    providerModelId: "grok-4.6",
    pricing: [
      base({ input: "2", cacheRead: "0.5", output: "6" }),
      at(200_000, { input: "4", cacheRead: "1", output: "12" }, XAI_LONG_CONTEXT_LATER),
    ],
    modifiers: [XAI_PRIORITY],
    contextLength: 500_000,
    maxCompletionTokens: 500_000,
    supportedParameters: [...XAI_REASONING_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: {
      source:
        "docs.x.ai/developers/grok-4-6; prices also Portkey-AI/models@f654307e and pydantic/genai-prices#586",
      date: "2026-11-29",
      reverifyAfter: "2027-02-27",
      note: "The maker states no limit of the output: the context is one. What its answers report is what is billed.",
    },
  }),
  "grok-4.20:openrouter": chat({
    providerModelId: "x-ai/grok-4.20",
    pricing: [base({ input: "1.25", cacheRead: "0.2", output: "2.5" })],
    contextLength: 2_000_000,
    maxCompletionTokens: 2_000_000,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: MODELS_DEV,
  }),
  "grok-4.20-multi-agent:xai": chat({
    providerModelId: "grok-4.20-multi-agent-0309",
    pricing: [
      base({ input: "1.25", cacheRead: "0.2", output: "2.5" }),
      at(200_000, { input: "2.5", cacheRead: "0.4", output: "5" }, XAI_LONG_CONTEXT),
    ],
    modifiers: [XAI_PRIORITY],
    contextLength: 1_000_000,
    maxCompletionTokens: 30_000,
    supportedParameters: [...XAI_REASONING_CHAT, ...JSON_SCHEMA],
    ptbEnabled: false,
    evidence: noted(
      MODELS_DEV,
      "Its agents search at a price of their own, and chat completions may not take it at all (public notices name the Responses interface only): not sold through the platform.",
    ),
  }),
} satisfies EndpointsFor<typeof models>;
