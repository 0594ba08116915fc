import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_OPEN_MODELS } from "../../../providers/azure/parameters.ts";
import { COHERE_CHAT } from "../../../providers/cohere/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "command-r7b-12-2024:cohere": chat({
    providerModelId: "command-r7b-12-2024",
    pricing: [base({ input: "0.0375", output: "0.15" })],
    contextLength: 128_000,
    maxCompletionTokens: 4000,
    supportedParameters: [...COHERE_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "command-r7b-arabic-02-2025:cohere": chat({
    providerModelId: "command-r7b-arabic-02-2025",
    pricing: [base({ input: "0.0375", output: "0.15" })],
    contextLength: 128_000,
    maxCompletionTokens: 4000,
    supportedParameters: [...COHERE_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "command-r-08-2024:azure": chat({
    providerModelId: "cohere-command-r-08-2024",
    pricing: [base({ input: "0.15", output: "0.6" })],
    contextLength: 128_000,
    maxCompletionTokens: 4000,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "command-r-08-2024:cohere": chat({
    providerModelId: "command-r-08-2024",
    pricing: [base({ input: "0.15", output: "0.6" })],
    contextLength: 128_000,
    maxCompletionTokens: 4000,
    supportedParameters: [...COHERE_CHAT, "tools", ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "command-r-plus-08-2024:azure": chat({
    providerModelId: "cohere-command-r-plus-08-2024",
    pricing: [base({ input: "2.5", output: "10" })],
    contextLength: 128_000,
    maxCompletionTokens: 4000,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "command-r-plus-08-2024:cohere": chat({
    providerModelId: "command-r-plus-08-2024",
    pricing: [base({ input: "2.5", output: "10" })],
    contextLength: 128_000,
    maxCompletionTokens: 4000,
    supportedParameters: [...COHERE_CHAT, "tools", ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
