import type { ModelsOf } from "../../define.ts";

export const models = {
  "minimax-m2.5": {
    name: "MiniMax M2.5",
    author: "minimax",
    created: "2026-02-12",
    contextLength: 196_608,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
