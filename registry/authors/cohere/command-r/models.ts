import type { ModelsOf } from "../../define.ts";

export const models = {
  "command-r7b-12-2024": {
    name: "Command R7B",
    author: "cohere",
    created: "2024-12-02",
    contextLength: 128_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "command-r7b-arabic-02-2025": {
    name: "Command R7B Arabic",
    author: "cohere",
    created: "2025-02-27",
    contextLength: 128_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "command-r-08-2024": {
    name: "Command R",
    author: "cohere",
    created: "2024-08-30",
    contextLength: 128_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "command-r-plus-08-2024": {
    name: "Command R+",
    author: "cohere",
    created: "2024-08-30",
    contextLength: 128_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
