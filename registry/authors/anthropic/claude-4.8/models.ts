import type { ModelsOf } from "../../family.ts";

export const models = {
  "claude-opus-4-8": {
    name: "Claude Opus 4.8",
    description: "Follows Opus 4.7; a million tokens of context at one price.",
    author: "anthropic",
    created: "2026-05-28",
    contextLength: 1_000_000,
    maxOutputTokens: 128_000,
    tokenizer: "Claude",
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
