import type { ModelsOf } from "../../define.ts";

export const models = {
  "claude-3-7-sonnet": {
    name: "Claude Sonnet 3.7",
    author: "anthropic",
    created: "2025-02-19",
    contextLength: 200_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
