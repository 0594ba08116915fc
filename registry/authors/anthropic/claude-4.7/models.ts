import type { ModelsOf } from "../../define.ts";

export const models = {
  "claude-opus-4-7": {
    name: "Claude Opus 4.7",
    author: "anthropic",
    created: "2026-04-16",
    contextLength: 1_000_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
