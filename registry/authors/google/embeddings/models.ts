import type { ModelsOf } from "../../define.ts";

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
  },
} satisfies ModelsOf;
