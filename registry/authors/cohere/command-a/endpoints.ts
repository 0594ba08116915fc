import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_OPEN_MODELS } from "../../../providers/azure/parameters.ts";
import { COHERE_CHAT } from "../../../providers/cohere/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "command-a-03-2025:azure": chat({
    providerModelId: "cohere-command-a",
    pricing: [base({ input: "2.5", output: "10" })],
    contextLength: 256_000,
    maxCompletionTokens: 8000,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: {
      ...MODELS_DEV,
      note: "The source says that it reasons here, and not at the vendor: not taken over.",
    },
  }),
  "command-a-03-2025:cohere": chat({
    providerModelId: "command-a-03-2025",
    pricing: [base({ input: "2.5", output: "10" })],
    contextLength: 256_000,
    maxCompletionTokens: 8000,
    supportedParameters: [...COHERE_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "command-a-reasoning-08-2025:cohere": chat({
    providerModelId: "command-a-reasoning-08-2025",
    pricing: [base({ input: "2.5", output: "10" })],
    contextLength: 256_000,
    maxCompletionTokens: 32_000,
    supportedParameters: [...COHERE_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort", "thinking"],
    reasoning: "budget",
    evidence: MODELS_DEV,
  }),
  "command-a-vision-07-2025:cohere": chat({
    providerModelId: "command-a-vision-07-2025",
    pricing: [base({ input: "2.5", output: "10" })],
    contextLength: 128_000,
    maxCompletionTokens: 8000,
    supportedParameters: [...COHERE_CHAT, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "command-a-translate-08-2025:cohere": chat({
    providerModelId: "command-a-translate-08-2025",
    pricing: [base({ input: "2.5", output: "10" })],
    contextLength: 8000,
    maxCompletionTokens: 8000,
    supportedParameters: [...COHERE_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "command-a-plus-05-2026:cohere": chat({
    providerModelId: "command-a-plus-05-2026",
    pricing: [base({ input: "2.5", output: "10" })],
    contextLength: 128_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...COHERE_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort", "thinking"],
    reasoning: "budget",
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
