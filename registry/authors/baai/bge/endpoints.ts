import { EMBEDDINGS, EMBEDDINGS_AUGUST, noted } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { type EndpointsFor, embeddings } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "bge-base-en-v1.5:deepinfra": embeddings({
    providerModelId: "BAAI/bge-base-en-v1.5",
    pricing: [base({ input: "0.005" })],
    contextLength: 512,
    maxCompletionTokens: 512,
    evidence: EMBEDDINGS_AUGUST,
  }),
  "bge-base-en-v1.5:openrouter": embeddings({
    providerModelId: "baai/bge-base-en-v1.5",
    pricing: [base({ input: "0.005" })],
    contextLength: 512,
    maxCompletionTokens: 512,
    evidence: EMBEDDINGS_AUGUST,
  }),
  "bge-base-en-v1.5:cloudflare": embeddings({
    providerModelId: "@cf/baai/bge-base-en-v1.5",
    pricing: [base({ input: "0.067" })],
    contextLength: 512,
    maxCompletionTokens: 512,
    evidence: noted(
      EMBEDDINGS,
      "The context of the source, 128000, exceeds what the maker documents: the smaller one is taken.",
    ),
  }),
  "bge-large-en-v1.5:deepinfra": embeddings({
    providerModelId: "BAAI/bge-large-en-v1.5",
    pricing: [base({ input: "0.01" })],
    contextLength: 512,
    maxCompletionTokens: 512,
    evidence: EMBEDDINGS_AUGUST,
  }),
  "bge-large-en-v1.5:openrouter": embeddings({
    providerModelId: "baai/bge-large-en-v1.5",
    pricing: [base({ input: "0.01" })],
    contextLength: 512,
    maxCompletionTokens: 512,
    evidence: EMBEDDINGS_AUGUST,
  }),
  "bge-large-en-v1.5:cloudflare": embeddings({
    providerModelId: "@cf/baai/bge-large-en-v1.5",
    pricing: [base({ input: "0.2" })],
    contextLength: 512,
    maxCompletionTokens: 512,
    evidence: noted(
      EMBEDDINGS,
      "The context of the source, 128000, exceeds what the maker documents: the smaller one is taken.",
    ),
  }),
  "bge-m3:deepinfra": embeddings({
    providerModelId: "BAAI/bge-m3",
    pricing: [base({ input: "0.01" })],
    contextLength: 8192,
    maxCompletionTokens: 1024,
    evidence: EMBEDDINGS_AUGUST,
  }),
  "bge-m3:openrouter": embeddings({
    providerModelId: "baai/bge-m3",
    pricing: [base({ input: "0.01" })],
    contextLength: 8192,
    maxCompletionTokens: 1024,
    evidence: EMBEDDINGS_AUGUST,
  }),
  "bge-m3:cloudflare": embeddings({
    providerModelId: "@cf/baai/bge-m3",
    pricing: [base({ input: "0.012" })],
    contextLength: 8192,
    maxCompletionTokens: 1024,
    evidence: noted(
      EMBEDDINGS,
      "The context of the source, 128000, exceeds what the maker documents: the smaller one is taken.",
    ),
  }),
  "bge-small-en-v1.5:cloudflare": embeddings({
    providerModelId: "@cf/baai/bge-small-en-v1.5",
    pricing: [base({ input: "0.02" })],
    contextLength: 512,
    maxCompletionTokens: 384,
    evidence: noted(
      EMBEDDINGS,
      "The context of the source, 128000, exceeds what the maker documents: the smaller one is taken.",
    ),
  }),
} satisfies EndpointsFor<typeof models>;
