import type { ModelsOf } from "../../define.ts";

export const models = {
  "mistral-embed": {
    name: "Mistral Embed",
    author: "mistralai",
    created: "2023-12-11",
    contextLength: 8000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
