import type { ModelsOf } from "../../define.ts";

export const models = {
  "llama-3.1-8b-instruct": {
    name: "Llama 3.1 8B Instruct",
    author: "meta",
    created: "2024-07-23",
    contextLength: 131_072,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "llama-3.3-70b-instruct": {
    name: "Llama 3.3 70B Instruct",
    author: "meta",
    created: "2024-12-06",
    contextLength: 131_072,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
