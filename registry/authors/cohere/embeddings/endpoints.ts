import { EMBEDDINGS, noted } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import type { EndpointsFor } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "embed-v4:azure": {
    providerModelId: "cohere-embed-v-4-0",
    apis: ["openai-embeddings"],
    pricing: [base({ input: "0.12" })],
    contextLength: 128_000,
    maxCompletionTokens: 1536,
    supportedParameters: [],
    ptbEnabled: false,
    status: "active",
    deployments: { default: {} },
    evidence: EMBEDDINGS,
  },
  "embed-english-v3:azure": {
    providerModelId: "cohere-embed-v3-english",
    apis: ["openai-embeddings"],
    pricing: [base({ input: "0.1" })],
    contextLength: 512,
    maxCompletionTokens: 512,
    supportedParameters: [],
    ptbEnabled: false,
    status: "active",
    deployments: { default: {} },
    evidence: noted(
      EMBEDDINGS,
      "The output limit of the source, 1024, exceeds the context: the smaller one is taken.",
    ),
  },
  "embed-multilingual-v3:azure": {
    providerModelId: "cohere-embed-v3-multilingual",
    apis: ["openai-embeddings"],
    pricing: [base({ input: "0.1" })],
    contextLength: 512,
    maxCompletionTokens: 512,
    supportedParameters: [],
    ptbEnabled: false,
    status: "active",
    deployments: { default: {} },
    evidence: noted(
      EMBEDDINGS,
      "The output limit of the source, 1024, exceeds the context: the smaller one is taken.",
    ),
  },
} satisfies EndpointsFor<typeof models>;
