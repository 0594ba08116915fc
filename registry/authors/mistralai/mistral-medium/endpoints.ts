import { MODELS_DEV, noted } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_OPEN_MODELS } from "../../../providers/azure/parameters.ts";
import { mistralCache } from "../../../providers/mistral/evidence.ts";
import { MISTRAL_CHAT, MISTRAL_TOOLS } from "../../../providers/mistral/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "mistral-medium-2505:azure": chat({
    providerModelId: "mistral-medium-2505",
    pricing: [base({ input: "0.4", output: "2" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "mistral-medium-2505:mistral": chat({
    providerModelId: "mistral-medium-2505",
    pricing: [base({ input: "0.4", cacheRead: "0.04", output: "2" })],
    contextLength: 131_072,
    maxCompletionTokens: 131_072,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    evidence: mistralCache(MODELS_DEV),
  }),
  "mistral-medium-2508:mistral": chat({
    providerModelId: "mistral-medium-2508",
    pricing: [base({ input: "0.4", cacheRead: "0.04", output: "2" })],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    evidence: mistralCache(
      noted(
        MODELS_DEV,
        "The source lists mistral-medium-latest with the same facts; the alias may name a newer release by now.",
      ),
    ),
  }),
  "mistral-medium-2604:mistral": chat({
    providerModelId: "mistral-medium-2604",
    pricing: [base({ input: "1.5", cacheRead: "0.15", output: "7.5" })],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: mistralCache(MODELS_DEV),
  }),
} satisfies EndpointsFor<typeof models>;
