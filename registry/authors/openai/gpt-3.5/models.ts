import type { ModelsOf } from "../../define.ts";

export const models = {
  "gpt-3.5-turbo": {
    name: "GPT-3.5 Turbo",
    author: "openai",
    created: "2023-03-01",
    contextLength: 16_385,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-3.5-turbo-0301": {
    name: "GPT-3.5 Turbo 0301",
    author: "openai",
    created: "2023-03-01",
    contextLength: 4096,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-3.5-turbo-0613": {
    name: "GPT-3.5 Turbo 0613",
    author: "openai",
    created: "2023-06-13",
    contextLength: 16_384,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-3.5-turbo-1106": {
    name: "GPT-3.5 Turbo 1106",
    author: "openai",
    created: "2023-11-06",
    contextLength: 16_384,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
