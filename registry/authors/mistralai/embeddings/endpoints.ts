import { EMBEDDINGS } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import type { EndpointsFor } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "mistral-embed:mistral": {
    providerModelId: "mistral-embed",
    apis: ["openai-embeddings"],
    pricing: [base({ input: "0.1" })],
    contextLength: 8000,
    maxCompletionTokens: 3072,
    supportedParameters: [],
    ptbEnabled: false,
    status: "active",
    deployments: { default: {} },
    evidence: EMBEDDINGS,
  },
} satisfies EndpointsFor<typeof models>;
