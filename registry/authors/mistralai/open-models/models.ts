import type { ModelsOf } from "../../define.ts";

export const models = {
  "open-mistral-7b": {
    name: "Mistral 7B",
    author: "mistralai",
    created: "2023-09-27",
    contextLength: 8000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "open-mixtral-8x7b": {
    name: "Mixtral 8x7B",
    author: "mistralai",
    created: "2023-12-11",
    contextLength: 32_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "open-mixtral-8x22b": {
    name: "Mixtral 8x22B",
    author: "mistralai",
    created: "2024-04-17",
    contextLength: 64_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "pixtral-12b": {
    name: "Pixtral 12B",
    author: "mistralai",
    created: "2024-09-01",
    contextLength: 128_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
  "mistral-7b-instruct-v0.1": {
    name: "Mistral 7B Instruct v0.1",
    author: "mistralai",
    created: "2023-09-27",
    contextLength: 8192,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
