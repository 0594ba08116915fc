import type { ModelsOf } from "../../define.ts";

export const models = {
  "claude-opus-4": {
    name: "Claude Opus 4",
    author: "anthropic",
    created: "2025-05-22",
    contextLength: 200_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "claude-sonnet-4": {
    name: "Claude Sonnet 4",
    author: "anthropic",
    created: "2025-05-22",
    contextLength: 1_000_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "claude-opus-4-1": {
    name: "Claude Opus 4.1",
    author: "anthropic",
    created: "2025-08-05",
    contextLength: 200_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
