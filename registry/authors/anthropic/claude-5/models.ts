import type { ModelsOf } from "../../define.ts";

export const models = {
  "claude-fable-5": {
    name: "Claude Fable 5",
    description: "Dearest Claude 5, for long agent runs, with a million tokens of context.",
    author: "anthropic",
    created: "2026-06-09",
    contextLength: 1_000_000,
    maxOutputTokens: 128_000,
    tokenizer: "Claude",
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "claude-sonnet-5": {
    name: "Claude Sonnet 5",
    description: "Middle Claude 5 for agents and code.",
    author: "anthropic",
    created: "2026-06-30",
    contextLength: 1_000_000,
    maxOutputTokens: 128_000,
    tokenizer: "Claude",
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
