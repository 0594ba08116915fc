import { EMBEDDINGS, EMBEDDINGS_AUGUST, noted } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { type EndpointsFor, embeddings } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "qwen3-embedding-8b:deepinfra": embeddings({
    providerModelId: "Qwen/Qwen3-Embedding-8B",
    pricing: [base({ input: "0.01" })],
    contextLength: 32768,
    maxCompletionTokens: 4096,
    evidence: EMBEDDINGS_AUGUST,
  }),
  "qwen3-embedding-8b:openrouter": embeddings({
    providerModelId: "qwen/qwen3-embedding-8b",
    pricing: [base({ input: "0.01" })],
    contextLength: 32768,
    maxCompletionTokens: 4096,
    evidence: EMBEDDINGS_AUGUST,
  }),
  "qwen3-embedding-4b:deepinfra": embeddings({
    providerModelId: "Qwen/Qwen3-Embedding-4B",
    pricing: [base({ input: "0.02" })],
    contextLength: 32768,
    maxCompletionTokens: 2560,
    evidence: EMBEDDINGS_AUGUST,
  }),
  "qwen3-embedding-4b:openrouter": embeddings({
    providerModelId: "qwen/qwen3-embedding-4b",
    pricing: [base({ input: "0.02" })],
    contextLength: 32768,
    maxCompletionTokens: 2560,
    evidence: EMBEDDINGS_AUGUST,
  }),
  "qwen3-embedding-0.6b:deepinfra": embeddings({
    providerModelId: "Qwen/Qwen3-Embedding-0.6B",
    pricing: [base({ input: "0.01" })],
    contextLength: 32768,
    maxCompletionTokens: 1024,
    evidence: EMBEDDINGS_AUGUST,
  }),
  "qwen3-embedding-0.6b:cloudflare": embeddings({
    providerModelId: "@cf/qwen/qwen3-embedding-0.6b",
    pricing: [base({ input: "0.012" })],
    contextLength: 32768,
    maxCompletionTokens: 1024,
    evidence: noted(
      EMBEDDINGS,
      "The context of the source, 128000, exceeds what the maker documents: the smaller one is taken.",
    ),
  }),
} satisfies EndpointsFor<typeof models>;
