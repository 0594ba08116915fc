import type { ModelsOf } from "../../define.ts";

export const models = {
  "minimax-m1": {
    name: "MiniMax M1",
    author: "minimax",
    created: "2025-06-17",
    contextLength: 1_000_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
