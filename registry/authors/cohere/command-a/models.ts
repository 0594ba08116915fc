import type { ModelsOf } from "../../define.ts";

export const models = {
  "command-a-03-2025": {
    name: "Command A",
    author: "cohere",
    created: "2025-03-13",
    contextLength: 256_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "command-a-reasoning-08-2025": {
    name: "Command A Reasoning",
    author: "cohere",
    created: "2025-08-21",
    contextLength: 256_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "command-a-vision-07-2025": {
    name: "Command A Vision",
    author: "cohere",
    created: "2025-07-31",
    contextLength: 128_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
  "command-a-translate-08-2025": {
    name: "Command A Translate",
    author: "cohere",
    created: "2025-08-28",
    contextLength: 8000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "command-a-plus-05-2026": {
    name: "Command A Plus",
    author: "cohere",
    created: "2026-05-20",
    contextLength: 128_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
