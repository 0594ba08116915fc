import { MODELS_DEV, noted, renewed } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base, since } from "../../../pricing/tiers.ts";
import { ALIBABA_CHAT, ALIBABA_THINKING, ALIBABA_TOOLS } from "../../../providers/alibaba/parameters.ts";
import { DEEPINFRA_CHAT } from "../../../providers/deepinfra/parameters.ts";
import { NEBIUS_PRICES } from "../../../providers/nebius/evidence.ts";
import { NEBIUS_CHAT } from "../../../providers/nebius/parameters.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { TOGETHER_CHAT } from "../../../providers/together/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "qwen3.5-35b-a3b:alibaba": chat({
    providerModelId: "qwen3.5-35b-a3b",
    pricing: [base({ input: "0.25", output: "2" })],
    contextLength: 262_144,
    maxCompletionTokens: 65_536,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS, ...JSON_SCHEMA],
    evidence: noted(
      MODELS_DEV,
      "The source has audio among the inputs here only, and no price for it: left out of the model.",
    ),
  }),
  "qwen3.5-35b-a3b:deepinfra": chat({
    providerModelId: "Qwen/Qwen3.5-35B-A3B",
    pricing: [base({ input: "0.14", cacheRead: "0.05", output: "1" })],
    contextLength: 262_144,
    maxCompletionTokens: 81_920,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "qwen3.5-35b-a3b:novita": chat({
    providerModelId: "qwen/qwen3.5-35b-a3b",
    pricing: [base({ input: "0.25", output: "2" })],
    contextLength: 262_144,
    maxCompletionTokens: 65_536,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "qwen3.5-397b-a17b:alibaba": chat({
    providerModelId: "qwen3.5-397b-a17b",
    pricing: [base({ input: "0.6", output: "3.6" })],
    contextLength: 262_144,
    maxCompletionTokens: 65_536,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS, ...JSON_SCHEMA],
    evidence: noted(
      MODELS_DEV,
      "The source has audio among the inputs here only, and no price for it: left out of the model.",
    ),
  }),
  "qwen3.5-397b-a17b:deepinfra": chat({
    providerModelId: "Qwen/Qwen3.5-397B-A17B",
    pricing: [base({ input: "0.45", cacheRead: "0.22", output: "3" })],
    contextLength: 262_144,
    maxCompletionTokens: 81_920,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "qwen3.5-397b-a17b:nebius": chat({
    providerModelId: "Qwen/Qwen3.5-397B-A17B",
    pricing: [base({ input: "0.6", cacheRead: "0.06", output: "3.6" })],
    contextLength: 262_144,
    maxCompletionTokens: 8192,
    supportedParameters: [...NEBIUS_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: NEBIUS_PRICES,
  }),
  "qwen3.5-397b-a17b:novita": chat({
    providerModelId: "qwen/qwen3.5-397b-a17b",
    pricing: [base({ input: "0.6", output: "3.6" })],
    contextLength: 262_144,
    maxCompletionTokens: 64_000,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "qwen3.5-397b-a17b:openrouter": chat({
    providerModelId: "qwen/qwen3.5-397b-a17b",
    pricing: [
      since("2026-02-01", base({ input: "0.385", output: "2.45" })),
      since("2026-08-21", base({ input: "0.45", output: "3" })),
    ],
    contextLength: 131_072,
    maxCompletionTokens: 64_000,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: renewed(MODELS_DEV, {
      source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
      date: "2026-11-28",
      reverifyAfter: "2027-02-26",
    }),
  }),
  "qwen3.5-397b-a17b:together": chat({
    providerModelId: "Qwen/Qwen3.5-397B-A17B",
    pricing: [base({ input: "0.6", output: "3.6" })],
    contextLength: 262_144,
    maxCompletionTokens: 130_000,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS],
    evidence: noted(MODELS_DEV, "A second list has ten times this price, a slip of units."),
  }),
  "qwen3.5-27b:alibaba": chat({
    providerModelId: "qwen3.5-27b",
    pricing: [base({ input: "0.3", output: "2.4" })],
    contextLength: 262_144,
    maxCompletionTokens: 65_536,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS, ...JSON_SCHEMA],
    evidence: noted(
      MODELS_DEV,
      "The source has audio among the inputs here only, and no price for it: left out of the model.",
    ),
  }),
  "qwen3.5-27b:novita": chat({
    providerModelId: "qwen/qwen3.5-27b",
    pricing: [base({ input: "0.3", output: "2.4" })],
    contextLength: 262_144,
    maxCompletionTokens: 65_536,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "qwen3.5-122b-a10b:alibaba": chat({
    providerModelId: "qwen3.5-122b-a10b",
    pricing: [base({ input: "0.4", output: "3.2" })],
    contextLength: 262_144,
    maxCompletionTokens: 65_536,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS, ...JSON_SCHEMA],
    evidence: noted(
      MODELS_DEV,
      "The source has audio among the inputs here only, and no price for it: left out of the model.",
    ),
  }),
  "qwen3.5-122b-a10b:novita": chat({
    providerModelId: "qwen/qwen3.5-122b-a10b",
    pricing: [base({ input: "0.4", output: "3.2" })],
    contextLength: 262_144,
    maxCompletionTokens: 65_536,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "qwen3.5-plus:alibaba": chat({
    providerModelId: "qwen3.5-plus",
    pricing: [base({ input: "0.4", output: "2.4" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 65_536,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS, ...ALIBABA_THINKING],
    reasoning: "budget",
    evidence: MODELS_DEV,
  }),
  "qwen3.5-9b:together": chat({
    providerModelId: "Qwen/Qwen3.5-9B",
    pricing: [base({ input: "0.17", output: "0.25" })],
    contextLength: 262_144,
    maxCompletionTokens: 65_536,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: noted(MODELS_DEV, "A second list has six times this price for it; this one fits its size."),
  }),
} satisfies EndpointsFor<typeof models>;
