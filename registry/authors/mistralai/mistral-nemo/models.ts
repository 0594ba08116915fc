import type { ModelsOf } from "../../family.ts";

export const models = {
  "mistral-nemo": {
    name: "Mistral Nemo",
    description: "12B with open weights, made by Mistral and NVIDIA.",
    author: "mistralai",
    created: "2024-07-18",
    contextLength: 131_072,
    maxOutputTokens: 128_000,
    tokenizer: "Tekken",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "open-mistral-nemo": {
    name: "Open Mistral Nemo",
    description: "Mistral's own hosting of the open 12B Nemo.",
    author: "mistralai",
    created: "2024-07-01",
    contextLength: 128_000,
    maxOutputTokens: 128_000,
    tokenizer: "Tekken",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
