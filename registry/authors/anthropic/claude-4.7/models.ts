import type { ModelsOf } from "../../family.ts";

export const models = {
  "claude-opus-4-7": {
    name: "Claude Opus 4.7",
    description: "Opus for hard reasoning and agents, with a million tokens of context.",
    author: "anthropic",
    created: "2026-04-16",
    contextLength: 1_000_000,
    maxOutputTokens: 128_000,
    tokenizer: "Claude",
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
