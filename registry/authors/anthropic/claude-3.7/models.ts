import type { ModelsOf } from "../../family.ts";

export const models = {
  "claude-3-7-sonnet": {
    name: "Claude Sonnet 3.7",
    description: "First Claude that can think at length before it answers.",
    author: "anthropic",
    created: "2025-02-19",
    contextLength: 200_000,
    maxOutputTokens: 64_000,
    tokenizer: "Claude",
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
