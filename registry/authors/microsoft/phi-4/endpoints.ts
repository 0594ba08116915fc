import { MODELS_DEV } from "../../../evidence.ts";
import { TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_OPEN_MODELS } from "../../../providers/azure/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "phi-4:azure": chat({
    providerModelId: "phi-4",
    pricing: [base({ input: "0.125", output: "0.5" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...AZURE_OPEN_MODELS],
    evidence: MODELS_DEV,
  }),
  "phi-4-mini:azure": chat({
    providerModelId: "phi-4-mini",
    pricing: [base({ input: "0.075", output: "0.3" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "phi-4-mini-reasoning:azure": chat({
    providerModelId: "phi-4-mini-reasoning",
    pricing: [base({ input: "0.075", output: "0.3" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "phi-4-multimodal:azure": chat({
    providerModelId: "phi-4-multimodal",
    pricing: [base({ input: "0.08", audioInput: "4", output: "0.32" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...AZURE_OPEN_MODELS],
    evidence: MODELS_DEV,
  }),
  "phi-4-reasoning:azure": chat({
    providerModelId: "phi-4-reasoning",
    pricing: [base({ input: "0.125", output: "0.5" })],
    contextLength: 32_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...AZURE_OPEN_MODELS],
    evidence: MODELS_DEV,
  }),
  "phi-4-reasoning-plus:azure": chat({
    providerModelId: "phi-4-reasoning-plus",
    pricing: [base({ input: "0.125", output: "0.5" })],
    contextLength: 32_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...AZURE_OPEN_MODELS],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
