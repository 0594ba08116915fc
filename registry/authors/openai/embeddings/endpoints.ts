import { EMBEDDINGS, EMBEDDINGS_AUGUST } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { type EndpointsFor, embeddings } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "text-embedding-3-large:azure": embeddings({
    providerModelId: "text-embedding-3-large",
    pricing: [base({ input: "0.13" })],
    contextLength: 8191,
    maxCompletionTokens: 3072,
    evidence: EMBEDDINGS,
  }),
  "text-embedding-3-large:openai": embeddings({
    providerModelId: "text-embedding-3-large",
    pricing: [base({ input: "0.13" })],
    contextLength: 8191,
    maxCompletionTokens: 3072,
    evidence: EMBEDDINGS,
  }),
  "text-embedding-3-small:azure": embeddings({
    providerModelId: "text-embedding-3-small",
    pricing: [base({ input: "0.02" })],
    contextLength: 8191,
    maxCompletionTokens: 1536,
    evidence: EMBEDDINGS,
  }),
  "text-embedding-3-small:openai": embeddings({
    providerModelId: "text-embedding-3-small",
    pricing: [base({ input: "0.02" })],
    contextLength: 8191,
    maxCompletionTokens: 1536,
    evidence: EMBEDDINGS,
  }),
  "text-embedding-ada-002:azure": embeddings({
    providerModelId: "text-embedding-ada-002",
    pricing: [base({ input: "0.1" })],
    contextLength: 8192,
    maxCompletionTokens: 1536,
    evidence: EMBEDDINGS,
  }),
  "text-embedding-ada-002:openai": embeddings({
    providerModelId: "text-embedding-ada-002",
    pricing: [base({ input: "0.1" })],
    contextLength: 8192,
    maxCompletionTokens: 1536,
    evidence: EMBEDDINGS,
  }),
  "text-embedding-3-large:openrouter": embeddings({
    providerModelId: "openai/text-embedding-3-large",
    pricing: [base({ input: "0.13" })],
    contextLength: 8191,
    maxCompletionTokens: 3072,
    evidence: EMBEDDINGS_AUGUST,
  }),
  "text-embedding-3-small:openrouter": embeddings({
    providerModelId: "openai/text-embedding-3-small",
    pricing: [base({ input: "0.02" })],
    contextLength: 8191,
    maxCompletionTokens: 1536,
    evidence: EMBEDDINGS_AUGUST,
  }),
} satisfies EndpointsFor<typeof models>;
