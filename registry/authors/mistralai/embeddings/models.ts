import type { ModelsOf } from "../../define.ts";

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
  },
} satisfies ModelsOf;
