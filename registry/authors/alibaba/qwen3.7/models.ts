import type { ModelsOf } from "../../family.ts";

export const models = {
  "qwen3.7-max": {
    name: "Qwen3.7 Max",
    description: "Most capable hosted tier of the Qwen3.7 generation.",
    author: "alibaba",
    created: "2026-05-21",
    contextLength: 1_000_000,
    maxOutputTokens: 65_536,
    tokenizer: "Qwen",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
  "qwen3.7-plus": {
    name: "Qwen3.7 Plus",
    description: "Middle hosted tier of Qwen3.7 with a long context.",
    author: "alibaba",
    created: "2026-06-02",
    contextLength: 1_000_000,
    maxOutputTokens: 65_536,
    tokenizer: "Qwen",
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
