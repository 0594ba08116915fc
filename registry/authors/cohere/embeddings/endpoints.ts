import { EMBEDDINGS, EMBEDDINGS_AUGUST, noted } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { type EndpointsFor, embeddings } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "embed-v4:azure": embeddings({
    providerModelId: "cohere-embed-v-4-0",
    pricing: [base({ input: "0.12" })],
    contextLength: 128_000,
    maxCompletionTokens: 1536,
    evidence: EMBEDDINGS,
  }),
  "embed-english-v3:azure": embeddings({
    providerModelId: "cohere-embed-v3-english",
    pricing: [base({ input: "0.1" })],
    contextLength: 512,
    maxCompletionTokens: 512,
    evidence: noted(
      EMBEDDINGS,
      "The output limit of the source, 1024, exceeds the context: the smaller one is taken.",
    ),
  }),
  "embed-multilingual-v3:azure": embeddings({
    providerModelId: "cohere-embed-v3-multilingual",
    pricing: [base({ input: "0.1" })],
    contextLength: 512,
    maxCompletionTokens: 512,
    evidence: noted(
      EMBEDDINGS,
      "The output limit of the source, 1024, exceeds the context: the smaller one is taken.",
    ),
  }),
  "embed-v4:cohere": embeddings({
    providerModelId: "embed-v4.0",
    apis: ["cohere-embeddings"],
    pricing: [base({ input: "0.12" })],
    contextLength: 128000,
    maxCompletionTokens: 1536,
    evidence: EMBEDDINGS_AUGUST,
  }),
  "embed-v4:bedrock": embeddings({
    providerModelId: "cohere.embed-v4:0",
    apis: ["bedrock-cohere-embeddings"],
    pricing: [base({ input: "0.12" })],
    contextLength: 128000,
    maxCompletionTokens: 1536,
    evidence: EMBEDDINGS_AUGUST,
  }),
  "embed-english-v3:cohere": embeddings({
    providerModelId: "embed-english-v3.0",
    apis: ["cohere-embeddings"],
    pricing: [base({ input: "0.1" })],
    contextLength: 512,
    maxCompletionTokens: 512,
    evidence: EMBEDDINGS_AUGUST,
  }),
  "embed-english-v3:bedrock": embeddings({
    providerModelId: "cohere.embed-english-v3",
    apis: ["bedrock-cohere-embeddings"],
    pricing: [base({ input: "0.1" })],
    contextLength: 512,
    maxCompletionTokens: 512,
    evidence: EMBEDDINGS_AUGUST,
  }),
  "embed-multilingual-v3:cohere": embeddings({
    providerModelId: "embed-multilingual-v3.0",
    apis: ["cohere-embeddings"],
    pricing: [base({ input: "0.1" })],
    contextLength: 512,
    maxCompletionTokens: 512,
    evidence: EMBEDDINGS_AUGUST,
  }),
  "embed-multilingual-v3:bedrock": embeddings({
    providerModelId: "cohere.embed-multilingual-v3",
    apis: ["bedrock-cohere-embeddings"],
    pricing: [base({ input: "0.1" })],
    contextLength: 512,
    maxCompletionTokens: 512,
    evidence: EMBEDDINGS_AUGUST,
  }),
} satisfies EndpointsFor<typeof models>;
