import type { ModelsOf } from "../../define.ts";

export const models = {
  "hermes-2-pro-llama-3-8b": {
    name: "Hermes 2 Pro Llama 3 8B",
    description: "Llama 3 8B tuned for function calls and JSON.",
    author: "nousresearch",
    created: "2024-06-27",
    contextLength: 8192,
    maxOutputTokens: 8_192,
    tokenizer: "Llama3",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
