import { EMBEDDINGS } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import type { EndpointsFor } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "text-embedding-3-large:openai": {
    providerModelId: "text-embedding-3-large",
    surface: "embeddings",
    pricing: [base({ input: "0.13" })],
    contextLength: 8191,
    maxCompletionTokens: 3072,
    supportedParameters: [],
    ptbEnabled: false,
    status: "active",
    deployments: { default: {} },
    evidence: EMBEDDINGS,
  },
  "text-embedding-3-small:openai": {
    providerModelId: "text-embedding-3-small",
    surface: "embeddings",
    pricing: [base({ input: "0.02" })],
    contextLength: 8191,
    maxCompletionTokens: 1536,
    supportedParameters: [],
    ptbEnabled: false,
    status: "active",
    deployments: { default: {} },
    evidence: EMBEDDINGS,
  },
  "text-embedding-ada-002:openai": {
    providerModelId: "text-embedding-ada-002",
    surface: "embeddings",
    pricing: [base({ input: "0.1" })],
    contextLength: 8192,
    maxCompletionTokens: 1536,
    supportedParameters: [],
    ptbEnabled: false,
    status: "active",
    deployments: { default: {} },
    evidence: EMBEDDINGS,
  },
} satisfies EndpointsFor<typeof models>;
