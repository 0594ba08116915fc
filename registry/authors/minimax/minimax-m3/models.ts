import type { ModelsOf } from "../../define.ts";

export const models = {
  "minimax-m3": {
    name: "MiniMax M3",
    author: "minimax",
    created: "2026-06-01",
    contextLength: 524_288,
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
