import type { ModelsOf } from "../../family.ts";

export const models = {
  "gemma-sea-lion-v4-27b": {
    name: "Gemma SEA-LION v4 27B",
    description: "Gemma 3 27B trained further on the languages of Southeast Asia.",
    author: "aisingapore",
    created: "2025-09-23",
    contextLength: 128_000,
    maxOutputTokens: 128_000,
    tokenizer: "Gemini",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
