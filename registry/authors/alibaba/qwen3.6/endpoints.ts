import { MODELS_DEV, noted, QWEN_LONG_CONTEXT } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { above, base } from "../../../pricing/tiers.ts";
import { ALIBABA_CHAT, ALIBABA_THINKING, ALIBABA_TOOLS } from "../../../providers/alibaba/parameters.ts";
import { DEEPINFRA_CHAT } from "../../../providers/deepinfra/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { TOGETHER_CHAT } from "../../../providers/together/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "qwen3.6-35b-a3b:alibaba": chat({
    providerModelId: "qwen3.6-35b-a3b",
    pricing: [base({ input: "0.248", output: "1.485" })],
    contextLength: 262_144,
    maxCompletionTokens: 65_536,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS, ...JSON_SCHEMA],
    evidence: noted(
      MODELS_DEV,
      "The source has audio among the inputs here only, and no price for it: left out of the model.",
    ),
  }),
  "qwen3.6-35b-a3b:deepinfra": chat({
    providerModelId: "Qwen/Qwen3.6-35B-A3B",
    pricing: [base({ input: "0.15", output: "0.95" })],
    contextLength: 262_144,
    maxCompletionTokens: 81_920,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "qwen3.6-27b:alibaba": chat({
    providerModelId: "qwen3.6-27b",
    pricing: [base({ input: "0.6", output: "3.6" })],
    contextLength: 262_144,
    maxCompletionTokens: 65_536,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS, ...JSON_SCHEMA],
    evidence: noted(
      MODELS_DEV,
      "The source has audio among the inputs here only, and no price for it: left out of the model.",
    ),
  }),
  "qwen3.6-flash:alibaba": chat({
    providerModelId: "qwen3.6-flash",
    pricing: [base({ input: "0.1875", cacheWrite5m: "0.234375", output: "1.125" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 65_536,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS, ...JSON_SCHEMA, ...ALIBABA_THINKING],
    reasoning: "budget",
    evidence: MODELS_DEV,
  }),
  "qwen3.6-max-preview:alibaba": chat({
    providerModelId: "qwen3.6-max-preview",
    pricing: [base({ input: "1.3", cacheRead: "0.13", cacheWrite5m: "1.625", output: "7.8" })],
    contextLength: 262_144,
    maxCompletionTokens: 65_536,
    supportedParameters: [...ALIBABA_CHAT, ...ALIBABA_TOOLS],
    evidence: MODELS_DEV,
  }),
  "qwen3.6-plus:alibaba": chat({
    providerModelId: "qwen3.6-plus",
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
  "qwen3.6-plus:openrouter": chat({
    providerModelId: "qwen/qwen3.6-plus",
    pricing: [base({ input: "0.325", cacheWrite5m: "0.40625", output: "1.95" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 65_536,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: MODELS_DEV,
  }),
  "qwen3.6-plus:together": chat({
    providerModelId: "Qwen/Qwen3.6-Plus",
    pricing: [base({ input: "0.5", output: "3" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 500_000,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
    excused: [
      {
        rule: "resale-far-apart",
        reason: "the maker's list price, to the cent: it is OpenRouter's that is discounted",
        expires: "2027-01-01",
      },
    ],
  }),
} satisfies EndpointsFor<typeof models>;
