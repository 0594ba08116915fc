import type { ModelsOf } from "../../define.ts";

export const models = {
  "gpt-4": {
    name: "GPT-4",
    author: "openai",
    created: "2023-11-06",
    contextLength: 8192,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-4-turbo": {
    name: "GPT-4 Turbo",
    author: "openai",
    created: "2023-11-06",
    contextLength: 128_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-4-32k": {
    name: "GPT-4 32K",
    author: "openai",
    created: "2023-03-14",
    contextLength: 32_768,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-4-turbo-vision": {
    name: "GPT-4 Turbo Vision",
    author: "openai",
    created: "2023-11-06",
    contextLength: 128_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
