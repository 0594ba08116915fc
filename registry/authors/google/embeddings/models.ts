import type { ModelsOf } from "../../family.ts";

export const models = {
  "gemini-embedding-001": {
    name: "Gemini Embedding 001",
    description: "Google's vectors for texts.",
    author: "google",
    created: "2025-05-20",
    contextLength: 2048,
    maxOutputTokens: 1,
    tokenizer: "Gemini",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
    vector: { size: 3072, sizes: { most: 3072 } },
  },
  "gemini-embedding-2": {
    name: "Gemini Embedding 2",
    description: "Google's vectors for texts and pictures, second generation.",
    author: "google",
    created: "2026-07-16",
    contextLength: 8192,
    maxOutputTokens: 1,
    tokenizer: "Gemini",
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
    vector: { size: 3072, sizes: { most: 3072 } },
  },
} satisfies ModelsOf;
