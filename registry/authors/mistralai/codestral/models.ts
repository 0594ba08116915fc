import type { ModelsOf } from "../../family.ts";

export const models = {
  "codestral-2501": {
    name: "Codestral 25.01",
    description: "Completes code and fills gaps in it, January 2025.",
    author: "mistralai",
    created: "2025-01-01",
    contextLength: 256_000,
    maxOutputTokens: 256_000,
    tokenizer: "Mistral",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
  "codestral-latest": {
    name: "Codestral (latest)",
    description: "Moving alias of Mistral's model that completes code and fills gaps in it.",
    author: "mistralai",
    created: "2024-05-29",
    contextLength: 256_000,
    maxOutputTokens: 4_096,
    tokenizer: "Mistral",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
