import { MODELS_DEV, noted } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { DEEPINFRA_CHAT } from "../../../providers/deepinfra/parameters.ts";
import { FIREWORKS_CHAT } from "../../../providers/fireworks/parameters.ts";
import { NEBIUS_PRICES } from "../../../providers/nebius/evidence.ts";
import { NEBIUS_CHAT } from "../../../providers/nebius/parameters.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { TOGETHER_CHAT } from "../../../providers/together/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "minimax-m2.5:bedrock": chat({
    providerModelId: "minimax.minimax-m2.5",
    pricing: [base({ input: "0.3", output: "1.2" })],
    contextLength: 196_608,
    maxCompletionTokens: 98_304,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "minimax-m2.5:deepinfra": chat({
    providerModelId: "MiniMaxAI/MiniMax-M2.5",
    pricing: [base({ input: "0.15", cacheRead: "0.03", cacheWrite5m: "0.375", output: "1.15" })],
    contextLength: 196_608,
    maxCompletionTokens: 131_072,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    evidence: {
      ...MODELS_DEV,
      note: "The cache write is 2.5 times the input price, where most providers ask 1.25 times. Kept as given.",
    },
    excused: [
      {
        rule: "cache-write-odd",
        reason:
          "the source gives 0.375 USD per million for cache writes, 2.5 times the input; no other host of the model publishes one to compare, and charging less could not be taken back",
        expires: "2027-01-01",
      },
    ],
  }),
  "minimax-m2.5:nebius": chat({
    providerModelId: "MiniMaxAI/MiniMax-M2.5",
    pricing: [base({ input: "0.3", cacheRead: "0.03", output: "1.2" })],
    contextLength: 196_608,
    maxCompletionTokens: 8192,
    supportedParameters: [...NEBIUS_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: NEBIUS_PRICES,
  }),
  "minimax-m2.5:novita": chat({
    providerModelId: "minimax/minimax-m2.5",
    pricing: [base({ input: "0.3", cacheRead: "0.03", output: "1.2" })],
    contextLength: 204_800,
    maxCompletionTokens: 131_100,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: noted(
      MODELS_DEV,
      "The source calls the weights closed here; its rows of the model at other hosts say open, which the model follows.",
    ),
  }),
  "minimax-m2:bedrock": chat({
    providerModelId: "minimax.minimax-m2",
    pricing: [base({ input: "0.3", output: "1.2" })],
    contextLength: 204_608,
    maxCompletionTokens: 128_000,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "minimax-m2:novita": chat({
    providerModelId: "minimax/minimax-m2",
    pricing: [base({ input: "0.3", cacheRead: "0.03", output: "1.2" })],
    contextLength: 204_800,
    maxCompletionTokens: 131_072,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "minimax-m2.1:bedrock": chat({
    providerModelId: "minimax.minimax-m2.1",
    pricing: [base({ input: "0.3", output: "1.2" })],
    contextLength: 204_800,
    maxCompletionTokens: 131_072,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "minimax-m2.1:novita": chat({
    providerModelId: "minimax/minimax-m2.1",
    pricing: [base({ input: "0.3", cacheRead: "0.03", output: "1.2" })],
    contextLength: 204_800,
    maxCompletionTokens: 131_072,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "minimax-m2.5-highspeed:novita": chat({
    providerModelId: "minimax/minimax-m2.5-highspeed",
    pricing: [base({ input: "0.6", cacheRead: "0.03", output: "2.4" })],
    contextLength: 204_800,
    maxCompletionTokens: 131_100,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: noted(
      MODELS_DEV,
      "The source calls the weights closed here; its rows of the model at other hosts say open, which the model follows.",
    ),
  }),
  "minimax-m2.7:fireworks": chat({
    providerModelId: "accounts/fireworks/models/minimax-m2p7",
    pricing: [base({ input: "0.3", cacheRead: "0.06", output: "1.2" })],
    contextLength: 196_608,
    maxCompletionTokens: 196_608,
    supportedParameters: [...FIREWORKS_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "minimax-m2.7:novita": chat({
    providerModelId: "minimax/minimax-m2.7",
    pricing: [base({ input: "0.3", cacheRead: "0.06", output: "1.2" })],
    contextLength: 204_800,
    maxCompletionTokens: 131_072,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "minimax-m2.7:together": chat({
    providerModelId: "MiniMaxAI/MiniMax-M2.7",
    pricing: [base({ input: "0.3", cacheRead: "0.06", output: "1.2" })],
    contextLength: 202_752,
    maxCompletionTokens: 131_072,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "minimax-m2.7-highspeed:novita": chat({
    providerModelId: "minimax/minimax-m2.7-highspeed",
    pricing: [base({ input: "0.6", cacheRead: "0.06", cacheWrite5m: "0.375", output: "2.4" })],
    contextLength: 204_800,
    maxCompletionTokens: 131_072,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: noted(
      MODELS_DEV,
      "The cache write is 1.25 times the input of the standard build: as published.",
    ),
    excused: [
      {
        rule: "cache-write-odd",
        reason:
          "1.25 times the input of the standard build: the fast one pays no more for writing to the cache",
        expires: "2027-01-01",
      },
    ],
  }),
} satisfies EndpointsFor<typeof models>;
