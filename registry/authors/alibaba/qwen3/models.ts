import type { ModelsOf } from "../../define.ts";

export const models = {
  "qwen3-32b": {
    name: "Qwen3-32B",
    author: "alibaba",
    created: "2025-06-11",
    contextLength: 131_072,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "qwen3-coder-480b-a35b": {
    name: "Qwen3 Coder 480B A35B",
    author: "alibaba",
    created: "2025-07-23",
    contextLength: 262_144,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
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
  "qwen3.6-35b-a3b": {
    name: "Qwen3.6 35B A3B",
    author: "alibaba",
    created: "2026-04-01",
    contextLength: 262_144,
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
