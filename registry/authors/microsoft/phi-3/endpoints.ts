import { MODELS_DEV } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_OPEN_MODELS } from "../../../providers/azure/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "phi-3-mini-4k-instruct:azure": chat({
    providerModelId: "phi-3-mini-4k-instruct",
    pricing: [base({ input: "0.13", output: "0.52" })],
    contextLength: 4096,
    maxCompletionTokens: 1024,
    supportedParameters: [...AZURE_OPEN_MODELS],
    evidence: MODELS_DEV,
  }),
  "phi-3-mini-128k-instruct:azure": chat({
    providerModelId: "phi-3-mini-128k-instruct",
    pricing: [base({ input: "0.13", output: "0.52" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...AZURE_OPEN_MODELS],
    evidence: MODELS_DEV,
  }),
  "phi-3-small-8k-instruct:azure": chat({
    providerModelId: "phi-3-small-8k-instruct",
    pricing: [base({ input: "0.15", output: "0.6" })],
    contextLength: 8192,
    maxCompletionTokens: 2048,
    supportedParameters: [...AZURE_OPEN_MODELS],
    evidence: MODELS_DEV,
  }),
  "phi-3-small-128k-instruct:azure": chat({
    providerModelId: "phi-3-small-128k-instruct",
    pricing: [base({ input: "0.15", output: "0.6" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...AZURE_OPEN_MODELS],
    evidence: MODELS_DEV,
  }),
  "phi-3-medium-4k-instruct:azure": chat({
    providerModelId: "phi-3-medium-4k-instruct",
    pricing: [base({ input: "0.17", output: "0.68" })],
    contextLength: 4096,
    maxCompletionTokens: 1024,
    supportedParameters: [...AZURE_OPEN_MODELS],
    evidence: MODELS_DEV,
  }),
  "phi-3-medium-128k-instruct:azure": chat({
    providerModelId: "phi-3-medium-128k-instruct",
    pricing: [base({ input: "0.17", output: "0.68" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...AZURE_OPEN_MODELS],
    evidence: MODELS_DEV,
  }),
  "phi-3.5-mini-instruct:azure": chat({
    providerModelId: "phi-3.5-mini-instruct",
    pricing: [base({ input: "0.13", output: "0.52" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...AZURE_OPEN_MODELS],
    evidence: MODELS_DEV,
  }),
  "phi-3.5-moe-instruct:azure": chat({
    providerModelId: "phi-3.5-moe-instruct",
    pricing: [base({ input: "0.16", output: "0.64" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...AZURE_OPEN_MODELS],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
