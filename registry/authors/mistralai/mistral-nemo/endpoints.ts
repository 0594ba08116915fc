import { MODELS_DEV, MODELS_DEV_UNMERGED, renewed } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA, SAMPLING, TOOLS } from "../../../parameters.ts";
import { base, since } from "../../../pricing/tiers.ts";
import { AZURE_OPEN_MODELS } from "../../../providers/azure/parameters.ts";
import { MISTRAL_CHAT, MISTRAL_TOOLS } from "../../../providers/mistral/parameters.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT } from "../../../providers/openrouter/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "mistral-nemo:azure": chat({
    providerModelId: "mistral-nemo",
    pricing: [base({ input: "0.15", output: "0.15" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "mistral-nemo:deepinfra": chat({
    providerModelId: "mistralai/Mistral-Nemo-Instruct-2407",
    pricing: [base({ input: "0.02", output: "0.04" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_400,
    supportedParameters: ["max_tokens", ...SAMPLING, "top_k", "min_p", "repetition_penalty", ...JSON_MODE],
    rateLimits: { rpm: 12_000, tpm: 60_000_000, tpd: 6_000_000_000 },
    evidence: {
      ...MODELS_DEV_UNMERGED,
      note: "One revision of a public registry lists 20 / 40 for it, a unit error of 1000; 0.02 / 0.04 is the plausible price.",
    },
  }),
  "mistral-nemo:mistral": chat({
    providerModelId: "mistral-nemo",
    pricing: [base({ input: "0.15", output: "0.15" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "mistral-nemo:novita": chat({
    providerModelId: "mistralai/mistral-nemo",
    pricing: [base({ input: "0.04", output: "0.17" })],
    contextLength: 60_288,
    maxCompletionTokens: 16_000,
    supportedParameters: [...NOVITA_CHAT, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "mistral-nemo:openrouter": chat({
    providerModelId: "mistralai/mistral-nemo",
    pricing: [
      since("2024-07-18", base({ input: "0.02", output: "0.03" })),
      since("2026-08-21", base({ input: "0.019", output: "0.03" })),
    ],
    contextLength: 131_072,
    maxCompletionTokens: 131_072,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: renewed(MODELS_DEV, {
      source: "pydantic/genai-prices@47df840a or Portkey-AI/models@f654307e, whichever moved later",
      date: "2026-11-28",
      reverifyAfter: "2027-02-26",
    }),
  }),
  "open-mistral-nemo:mistral": chat({
    providerModelId: "open-mistral-nemo",
    pricing: [base({ input: "0.15", output: "0.15" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: false,
    status: "deprecated",
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
