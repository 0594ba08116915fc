import type { ModelsOf } from "../../define.ts";

export const models = {
  "claude-sonnet-4-5": {
    name: "Claude Sonnet 4.5",
    author: "anthropic",
    created: "2025-09-29",
    contextLength: 1_000_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "claude-haiku-4-5": {
    name: "Claude Haiku 4.5",
    author: "anthropic",
    created: "2025-10-15",
    contextLength: 200_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "claude-opus-4-5": {
    name: "Claude Opus 4.5",
    author: "anthropic",
    created: "2025-11-24",
    contextLength: 200_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
