import type { ModelsOf } from "../../define.ts";

export const models = {
  "claude-opus-4-6": {
    name: "Claude Opus 4.6",
    author: "anthropic",
    created: "2026-02-05",
    contextLength: 1_000_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "claude-sonnet-4-6": {
    name: "Claude Sonnet 4.6",
    author: "anthropic",
    created: "2026-02-17",
    contextLength: 1_000_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
