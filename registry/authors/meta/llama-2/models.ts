import type { ModelsOf } from "../../family.ts";

export const models = {
  "llama-2-7b-chat": {
    name: "Llama 2 7B Chat",
    description: "Llama 2 chat model with 7B parameters and open weights.",
    author: "meta",
    created: "2023-07-18",
    contextLength: 4096,
    maxOutputTokens: 4_096,
    tokenizer: "Llama",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
