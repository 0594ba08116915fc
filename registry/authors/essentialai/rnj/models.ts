import type { ModelsOf } from "../../family.ts";

export const models = {
  "rnj-1-instruct": {
    name: "Rnj-1 Instruct",
    description: "Dense model of 8B parameters for code and science; open weights.",
    author: "essentialai",
    created: "2025-12-05",
    contextLength: 32_768,
    maxOutputTokens: 32_768,
    tokenizer: "Unknown",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
