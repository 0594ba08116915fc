import { EMBEDDINGS_AUGUST, MODELS_DEV, noted } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { type EndpointsFor, embeddings } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gemini-embedding-001:google-ai-studio": embeddings({
    providerModelId: "gemini-embedding-001",
    apis: ["gemini-embeddings"],
    pricing: [base({ input: "0.15" })],
    contextLength: 2048,
    maxCompletionTokens: 1,
    evidence: { ...MODELS_DEV, note: "The source's output price 0 means that no output is billed." },
  }),
  "gemini-embedding-001:vertex": embeddings({
    providerModelId: "gemini-embedding-001",
    apis: ["vertex-embeddings"],
    pricing: [base({ input: "0.15" })],
    contextLength: 2048,
    maxCompletionTokens: 1,
    evidence: { ...MODELS_DEV, note: "The source's output price 0 means that no output is billed." },
  }),
  "gemini-embedding-2:google-ai-studio": embeddings({
    providerModelId: "gemini-embedding-2",
    apis: ["gemini-embeddings"],
    pricing: [base({ input: "0.2", audioInput: "6.5", imageInput: "0.45" })],
    contextLength: 8192,
    maxCompletionTokens: 1,
    evidence: noted(
      EMBEDDINGS_AUGUST,
      "Films cost 12 and have no class of their own: only text is asked for here.",
    ),
  }),
  "gemini-embedding-2:vertex": embeddings({
    providerModelId: "gemini-embedding-2",
    apis: ["gemini-embeddings"],
    pricing: [base({ input: "0.2", audioInput: "6.5", imageInput: "0.45" })],
    contextLength: 8192,
    maxCompletionTokens: 1,
    evidence: noted(
      EMBEDDINGS_AUGUST,
      "Films cost 12 and have no class of their own: only text is asked for here.",
    ),
  }),
  "gemini-embedding-001:openrouter": embeddings({
    providerModelId: "google/gemini-embedding-001",
    pricing: [base({ input: "0.15" })],
    contextLength: 2048,
    maxCompletionTokens: 1,
    evidence: EMBEDDINGS_AUGUST,
  }),
} satisfies EndpointsFor<typeof models>;
