import type { ModelsOf } from "../../family.ts";

export const models = {
  "north-mini-code-1-0": {
    name: "North Mini Code",
    description: "Cohere's small coder with open weights.",
    author: "cohere",
    created: "2026-06-09",
    contextLength: 256_000,
    maxOutputTokens: 64_000,
    tokenizer: "Cohere",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
