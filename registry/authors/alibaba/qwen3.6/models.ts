import type { ModelsOf } from "../../define.ts";

export const models = {
  "qwen3.6-35b-a3b": {
    name: "Qwen3.6 35B A3B",
    author: "alibaba",
    created: "2026-04-01",
    contextLength: 262_144,
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: true,
  },
  "qwen3.6-27b": {
    name: "Qwen3.6 27B",
    author: "alibaba",
    created: "2026-04-22",
    contextLength: 262_144,
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: true,
  },
  "qwen3.6-flash": {
    name: "Qwen3.6 Flash",
    author: "alibaba",
    created: "2026-04-27",
    contextLength: 1_000_000,
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: false,
  },
  "qwen3.6-max-preview": {
    name: "Qwen3.6 Max Preview",
    author: "alibaba",
    created: "2026-04-20",
    contextLength: 262_144,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
  "qwen3.6-plus": {
    name: "Qwen3.6 Plus",
    author: "alibaba",
    created: "2026-04-02",
    contextLength: 1_000_000,
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
