import { MODELS_DEV } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import type { EndpointsFor } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gemini-embedding-001:google-ai-studio": {
    providerModelId: "gemini-embedding-001",
    apis: ["gemini-embeddings"],
    pricing: [base({ input: "0.15" })],
    contextLength: 2048,
    maxCompletionTokens: 1,
    supportedParameters: [],
    ptbEnabled: false,
    status: "active",
    deployments: { default: {} },
    evidence: { ...MODELS_DEV, note: "The source's output price 0 means that no output is billed." },
  },
  "gemini-embedding-001:vertex": {
    providerModelId: "gemini-embedding-001",
    apis: ["gemini-embeddings"],
    pricing: [base({ input: "0.15" })],
    contextLength: 2048,
    maxCompletionTokens: 1,
    supportedParameters: [],
    ptbEnabled: false,
    status: "active",
    deployments: { default: {} },
    evidence: { ...MODELS_DEV, note: "The source's output price 0 means that no output is billed." },
  },
} satisfies EndpointsFor<typeof models>;
