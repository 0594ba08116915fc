import type { ModelsOf } from "../../define.ts";

export const models = {
  "qwen3.7-max": {
    name: "Qwen3.7 Max",
    author: "alibaba",
    created: "2026-05-21",
    contextLength: 1_000_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
  "qwen3.7-plus": {
    name: "Qwen3.7 Plus",
    author: "alibaba",
    created: "2026-06-02",
    contextLength: 1_000_000,
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
