import { LONG_CONTEXT, MODELS_DEV, noted } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { above, base } from "../../../pricing/tiers.ts";
import {
  ALIBABA_CHAT,
  ALIBABA_THINKING,
  ALIBABA_TOOLS,
  type EndpointsFor,
  NOVITA_CHAT,
  OPENAI_TOOLS,
  OPENROUTER_CHAT,
  OPENROUTER_REASONING,
} from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "qwen3.7-max:alibaba": {
    providerModelId: "qwen3.7-max",
    pricing: [base({ input: "2.5", cacheRead: "0.5", cacheWrite5m: "3.125", output: "7.5" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 65_536,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS],
    ptbEnabled: false,
    status: "active",
    deployments: { default: {} },
    evidence: noted(
      MODELS_DEV,
      "Three hosts sell it at half of this, 1.25 / 3.75: not sold through the platform until looked up.",
    ),
  },
  "qwen3.7-max:novita": {
    providerModelId: "qwen/qwen3.7-max",
    pricing: [base({ input: "1.25", cacheRead: "0.125", cacheWrite5m: "1.5625", output: "3.75" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 65_536,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "qwen3.7-max:openrouter": {
    providerModelId: "qwen/qwen3.7-max",
    pricing: [base({ input: "1.25", cacheRead: "0.25", cacheWrite5m: "1.5625", output: "3.75" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 65_536,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "qwen3.7-plus:alibaba": {
    providerModelId: "qwen3.7-plus",
    pricing: [
      base({ input: "0.5", cacheRead: "0.05", cacheWrite5m: "0.625", output: "3" }),
      above(256_000, { input: "2", cacheRead: "0.2", cacheWrite5m: "2.5", output: "6" }, LONG_CONTEXT),
    ],
    contextLength: 1_000_000,
    maxCompletionTokens: 65_536,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS, ...ALIBABA_THINKING],
    reasoning: "budget",
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
  "qwen3.7-plus:openrouter": {
    providerModelId: "qwen/qwen3.7-plus",
    pricing: [base({ input: "0.32", cacheRead: "0.064", cacheWrite5m: "0.4", output: "1.28" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 65_536,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
