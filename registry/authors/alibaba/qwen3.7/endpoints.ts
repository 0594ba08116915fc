import { MODELS_DEV, noted, QWEN_LONG_CONTEXT, renewed } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { above, base, since } from "../../../pricing/tiers.ts";
import { ALIBABA_CHAT, ALIBABA_THINKING, ALIBABA_TOOLS } from "../../../providers/alibaba/parameters.ts";
import { FIREWORKS_CHAT } from "../../../providers/fireworks/parameters.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { TOGETHER_CHAT } from "../../../providers/together/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "qwen3.7-max:alibaba": chat({
    providerModelId: "qwen3.7-max",
    pricing: [base({ input: "2.5", cacheRead: "0.5", cacheWrite5m: "3.125", output: "7.5" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 65_536,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS],
    ptbEnabled: false,
    evidence: noted(
      MODELS_DEV,
      "Three hosts sell it at half of this, 1.25 / 3.75: not sold through the platform until looked up.",
    ),
  }),
  "qwen3.7-max:novita": chat({
    providerModelId: "qwen/qwen3.7-max",
    pricing: [base({ input: "1.25", cacheRead: "0.125", cacheWrite5m: "1.5625", output: "3.75" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 65_536,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "qwen3.7-max:openrouter": chat({
    providerModelId: "qwen/qwen3.7-max",
    pricing: [
      since("2026-05-21", base({ input: "1.25", cacheRead: "0.25", cacheWrite5m: "1.5625", output: "3.75" })),
      since(
        "2026-08-21",
        base({ input: "1.475", cacheRead: "0.25", cacheWrite5m: "1.5625", output: "4.425" }),
      ),
    ],
    contextLength: 1_000_000,
    maxCompletionTokens: 65_536,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: renewed(MODELS_DEV, {
      source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
      date: "2026-11-28",
      reverifyAfter: "2027-02-26",
    }),
  }),
  "qwen3.7-max:together": chat({
    providerModelId: "Qwen/Qwen3.7-Max",
    pricing: [base({ input: "1.25", output: "3.75" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 500_000,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "qwen3.7-plus:alibaba": chat({
    providerModelId: "qwen3.7-plus",
    pricing: [
      base({ input: "0.5", cacheRead: "0.05", cacheWrite5m: "0.625", output: "3" }),
      above(256_000, { input: "2", cacheRead: "0.2", cacheWrite5m: "2.5", output: "6" }, QWEN_LONG_CONTEXT),
    ],
    contextLength: 1_000_000,
    maxCompletionTokens: 65_536,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS, ...ALIBABA_THINKING],
    reasoning: "budget",
    evidence: MODELS_DEV,
  }),
  "qwen3.7-plus:fireworks": chat({
    providerModelId: "accounts/fireworks/models/qwen3p7-plus",
    pricing: [base({ input: "0.4", cacheRead: "0.08", output: "1.6" })],
    contextLength: 262_144,
    maxCompletionTokens: 65_536,
    supportedParameters: [...FIREWORKS_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "qwen3.7-plus:openrouter": chat({
    providerModelId: "qwen/qwen3.7-plus",
    pricing: [base({ input: "0.32", cacheRead: "0.064", cacheWrite5m: "0.4", output: "1.28" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 65_536,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
