import type { ModelsOf } from "../../define.ts";

export const models = {
  "text-embedding-3-large": {
    name: "text-embedding-3-large",
    author: "openai",
    created: "2024-01-25",
    contextLength: 8191,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
  "text-embedding-3-small": {
    name: "text-embedding-3-small",
    author: "openai",
    created: "2024-01-25",
    contextLength: 8191,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
  "text-embedding-ada-002": {
    name: "text-embedding-ada-002",
    author: "openai",
    created: "2022-12-15",
    contextLength: 8192,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
