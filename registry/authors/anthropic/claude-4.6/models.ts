import type { ModelsOf } from "../../family.ts";

export const models = {
  "claude-opus-4-6": {
    name: "Claude Opus 4.6",
    description: "Opus with a million tokens of context and a fast mode.",
    author: "anthropic",
    created: "2026-02-05",
    contextLength: 1_000_000,
    maxOutputTokens: 128_000,
    tokenizer: "Claude",
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "claude-sonnet-4-6": {
    name: "Claude Sonnet 4.6",
    description: "Sonnet with a million tokens of context at one price.",
    author: "anthropic",
    created: "2026-02-17",
    contextLength: 1_000_000,
    maxOutputTokens: 64_000,
    tokenizer: "Claude",
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
