import { EMBEDDINGS_AUGUST } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { type EndpointsFor, embeddings } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "titan-embed-text-v2:bedrock": embeddings({
    providerModelId: "amazon.titan-embed-text-v2:0",
    apis: ["bedrock-titan-embeddings"],
    pricing: [base({ input: "0.02" })],
    contextLength: 8192,
    maxCompletionTokens: 1024,
    evidence: EMBEDDINGS_AUGUST,
  }),
  "titan-embed-text-v1:bedrock": embeddings({
    providerModelId: "amazon.titan-embed-text-v1",
    apis: ["bedrock-titan-embeddings"],
    pricing: [base({ input: "0.1" })],
    contextLength: 8192,
    maxCompletionTokens: 1536,
    evidence: EMBEDDINGS_AUGUST,
  }),
} satisfies EndpointsFor<typeof models>;
