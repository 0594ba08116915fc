import type { ModelsOf } from "../../family.ts";

export const models = {
  "minimax-m1": {
    name: "MiniMax M1",
    description: "MiniMax's open reasoning model that thinks for up to 80,000 tokens.",
    author: "minimax",
    created: "2025-06-17",
    contextLength: 1_000_000,
    maxOutputTokens: 40_000,
    tokenizer: "MiniMax",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
