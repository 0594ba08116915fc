import type { ModelsOf } from "../../define.ts";

export const models = {
  "llama-2-7b-chat": {
    name: "Llama 2 7B Chat",
    author: "meta",
    created: "2023-07-18",
    contextLength: 4096,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
