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
  "minimax-m2": {
    name: "MiniMax M2",
    author: "minimax",
    created: "2025-10-27",
    contextLength: 204_608,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "minimax-m2.1": {
    name: "MiniMax M2.1",
    author: "minimax",
    created: "2025-12-23",
    contextLength: 204_800,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
