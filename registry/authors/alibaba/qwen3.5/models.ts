import type { ModelsOf } from "../../define.ts";

export const models = {
  "qwen3.5-35b-a3b": {
    name: "Qwen3.5 35B A3B",
    author: "alibaba",
    created: "2026-02-01",
    contextLength: 262_144,
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: true,
  },
  "qwen3.5-397b-a17b": {
    name: "Qwen3.5 397B A17B",
    author: "alibaba",
    created: "2026-02-01",
    contextLength: 262_144,
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: true,
  },
  "qwen3.5-27b": {
    name: "Qwen3.5 27B",
    author: "alibaba",
    created: "2026-02-23",
    contextLength: 262_144,
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: true,
  },
  "qwen3.5-122b-a10b": {
    name: "Qwen3.5 122B A10B",
    author: "alibaba",
    created: "2026-02-23",
    contextLength: 262_144,
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: true,
  },
  "qwen3.5-plus": {
    name: "Qwen3.5 Plus",
    author: "alibaba",
    created: "2026-02-16",
    contextLength: 1_000_000,
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
