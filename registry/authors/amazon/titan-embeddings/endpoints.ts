import { EMBEDDINGS_AUGUST } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import type { EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "titan-embed-text-v2:bedrock": {
    providerModelId: "amazon.titan-embed-text-v2:0",
    apis: ["bedrock-titan-embeddings"],
    pricing: [base({ input: "0.02" })],
    contextLength: 8192,
    maxCompletionTokens: 1024,
    supportedParameters: [],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: EMBEDDINGS_AUGUST,
  },
  "titan-embed-text-v1:bedrock": {
    providerModelId: "amazon.titan-embed-text-v1",
    apis: ["bedrock-titan-embeddings"],
    pricing: [base({ input: "0.1" })],
    contextLength: 8192,
    maxCompletionTokens: 1536,
    supportedParameters: [],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: EMBEDDINGS_AUGUST,
  },
} satisfies EndpointsFor<typeof models>;
