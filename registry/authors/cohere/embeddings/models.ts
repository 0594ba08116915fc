import type { ModelsOf } from "../../define.ts";

export const models = {
  "embed-v4": {
    name: "Embed v4",
    author: "cohere",
    created: "2025-04-15",
    contextLength: 128_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
  "embed-english-v3": {
    name: "Embed v3 English",
    author: "cohere",
    created: "2023-11-07",
    contextLength: 512,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "embed-multilingual-v3": {
    name: "Embed v3 Multilingual",
    author: "cohere",
    created: "2023-11-07",
    contextLength: 512,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
