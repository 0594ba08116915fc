import type { ModelsOf } from "../../family.ts";

export const models = {
  "llama-guard-3-8b": {
    name: "Llama Guard 3 8B",
    description: "Judges whether prompts and answers are safe; 8B with open weights.",
    author: "meta",
    created: "2025-01-22",
    contextLength: 131_072,
    maxOutputTokens: 131_072,
    tokenizer: "Llama3",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
