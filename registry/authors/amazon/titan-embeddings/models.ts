import type { ModelsOf } from "../../family.ts";

export const models = {
  "titan-embed-text-v2": {
    name: "Titan Text Embeddings V2",
    description: "Amazon's vectors for texts, second version.",
    author: "amazon",
    created: "2024-04-30",
    contextLength: 8192,
    maxOutputTokens: 1024,
    tokenizer: "Unknown",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
    vector: { size: 1024, sizes: [256, 512, 1024] },
  },
  "titan-embed-text-v1": {
    name: "Titan Text Embeddings G1",
    description: "Amazon's vectors for texts, first version.",
    author: "amazon",
    created: "2023-09-28",
    contextLength: 8192,
    maxOutputTokens: 1536,
    tokenizer: "Unknown",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
    vector: { size: 1536 },
  },
} satisfies ModelsOf;
