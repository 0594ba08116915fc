import { EMBEDDINGS, EMBEDDINGS_AUGUST } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { type EndpointsFor, embeddings } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "mistral-embed:mistral": embeddings({
    providerModelId: "mistral-embed",
    pricing: [base({ input: "0.1" })],
    contextLength: 8000,
    maxCompletionTokens: 3072,
    evidence: EMBEDDINGS,
  }),
  "codestral-embed:mistral": embeddings({
    providerModelId: "codestral-embed",
    pricing: [base({ input: "0.15" })],
    contextLength: 8192,
    maxCompletionTokens: 3072,
    evidence: EMBEDDINGS_AUGUST,
  }),
} satisfies EndpointsFor<typeof models>;
