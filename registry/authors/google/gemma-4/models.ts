import type { ModelsOf } from "../../family.ts";

export const models = {
  "gemma-4-26b-a4b": {
    name: "Gemma 4 26B A4B IT",
    description: "Mixture-of-experts Gemma 4 with open weights; about 4B used per token.",
    author: "google",
    created: "2026-04-02",
    contextLength: 262_144,
    maxOutputTokens: 131_072,
    tokenizer: "Gemini",
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
  "gemma-4-31b": {
    name: "Gemma 4 31B IT",
    description: "Dense Gemma 4 with about 31B parameters and open weights; reads pictures.",
    author: "google",
    created: "2026-04-02",
    contextLength: 262_144,
    maxOutputTokens: 262_144,
    tokenizer: "Gemini",
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
