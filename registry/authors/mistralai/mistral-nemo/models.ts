import type { ModelsOf } from "../../define.ts";

export const models = {
  "mistral-nemo": {
    name: "Mistral Nemo",
    author: "mistralai",
    created: "2024-07-18",
    contextLength: 131_072,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "open-mistral-nemo": {
    name: "Open Mistral Nemo",
    author: "mistralai",
    created: "2024-07-01",
    contextLength: 128_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
