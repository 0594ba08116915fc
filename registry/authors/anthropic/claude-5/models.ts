import type { ModelsOf } from "../../define.ts";

export const models = {
  "claude-fable-5": {
    name: "Claude Fable 5",
    author: "anthropic",
    created: "2026-06-09",
    contextLength: 1_000_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "claude-sonnet-5": {
    name: "Claude Sonnet 5",
    author: "anthropic",
    created: "2026-06-30",
    contextLength: 1_000_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
