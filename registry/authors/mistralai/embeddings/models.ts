import type { ModelsOf } from "../../family.ts";

export const models = {
  "mistral-embed": {
    name: "Mistral Embed",
    description: "Mistral's vectors for texts.",
    author: "mistralai",
    created: "2023-12-11",
    contextLength: 8000,
    maxOutputTokens: 3_072,
    tokenizer: "Mistral",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
    vector: { size: 1024 },
  },
  "codestral-embed": {
    name: "Codestral Embed",
    description: "Mistral's vectors for code.",
    author: "mistralai",
    created: "2025-05-28",
    contextLength: 8192,
    maxOutputTokens: 3072,
    tokenizer: "Mistral",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
    vector: { size: 1536, sizes: { most: 3072 } },
  },
} satisfies ModelsOf;
