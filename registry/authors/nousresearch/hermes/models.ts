import type { ModelsOf } from "../../define.ts";

export const models = {
  "hermes-2-pro-llama-3-8b": {
    name: "Hermes 2 Pro Llama 3 8B",
    author: "nousresearch",
    created: "2024-06-27",
    contextLength: 8192,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
