import type { ModelsOf } from "../../family.ts";

export const models = {
  "minimax-m3": {
    name: "MiniMax M3",
    description: "MiniMax model for several kinds of input with up to a million tokens of context.",
    author: "minimax",
    created: "2026-06-01",
    contextLength: 524_288,
    maxOutputTokens: 512_000,
    tokenizer: "MiniMax",
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
