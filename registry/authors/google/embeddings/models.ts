import type { ModelsOf } from "../../define.ts";

export const models = {
  "gemini-embedding-001": {
    name: "Gemini Embedding 001",
    author: "google",
    created: "2025-05-20",
    contextLength: 2048,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
