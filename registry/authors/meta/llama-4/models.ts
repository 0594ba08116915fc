import type { ModelsOf } from "../../family.ts";

export const models = {
  "llama-4-maverick": {
    name: "Llama 4 Maverick 17B 128E",
    description: "Llama 4 with 128 experts and open weights; reads pictures.",
    author: "meta",
    created: "2025-04-05",
    contextLength: 1_048_576,
    maxOutputTokens: 16_384,
    tokenizer: "Llama4",
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
  "llama-4-scout": {
    name: "Llama 4 Scout 17B 16E",
    description: "Llama 4 with 16 experts and open weights; reads pictures.",
    author: "meta",
    created: "2025-04-05",
    contextLength: 3_500_000,
    maxOutputTokens: 131_072,
    tokenizer: "Llama4",
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
