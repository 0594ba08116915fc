import type { ModelsOf } from "../../define.ts";

export const models = {
  "claude-3-opus": {
    name: "Claude Opus 3",
    author: "anthropic",
    created: "2024-02-29",
    contextLength: 200_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "claude-3-sonnet": {
    name: "Claude Sonnet 3",
    author: "anthropic",
    created: "2024-03-04",
    contextLength: 200_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "claude-3-haiku": {
    name: "Claude Haiku 3",
    author: "anthropic",
    created: "2024-03-13",
    contextLength: 200_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
