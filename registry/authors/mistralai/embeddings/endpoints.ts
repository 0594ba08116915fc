import { EMBEDDINGS, EMBEDDINGS_AUGUST } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import type { EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "mistral-embed:mistral": {
    providerModelId: "mistral-embed",
    apis: ["openai-embeddings"],
    pricing: [base({ input: "0.1" })],
    contextLength: 8000,
    maxCompletionTokens: 3072,
    supportedParameters: [],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: EMBEDDINGS,
  },
  "codestral-embed:mistral": {
    providerModelId: "codestral-embed",
    apis: ["openai-embeddings"],
    pricing: [base({ input: "0.15" })],
    contextLength: 8192,
    maxCompletionTokens: 3072,
    supportedParameters: [],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: EMBEDDINGS_AUGUST,
  },
} satisfies EndpointsFor<typeof models>;
