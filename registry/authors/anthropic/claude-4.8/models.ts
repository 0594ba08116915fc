import type { ModelsOf } from "../../define.ts";

export const models = {
  "claude-opus-4-8": {
    name: "Claude Opus 4.8",
    author: "anthropic",
    created: "2026-05-28",
    contextLength: 1_000_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
