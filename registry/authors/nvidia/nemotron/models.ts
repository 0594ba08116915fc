import type { ModelsOf } from "../../define.ts";

export const models = {
  "nemotron-nano-9b-v2": {
    name: "Nemotron Nano 9B v2",
    author: "nvidia",
    created: "2024-12-01",
    contextLength: 128_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "nemotron-nano-12b-v2-vl": {
    name: "Nemotron Nano 12B v2 VL",
    author: "nvidia",
    created: "2024-12-01",
    contextLength: 128_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
  "nemotron-3-nano-30b-a3b": {
    name: "Nemotron 3 Nano 30B A3B",
    author: "nvidia",
    created: "2025-12-23",
    contextLength: 128_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "nemotron-3-super-120b-a12b": {
    name: "Nemotron 3 Super 120B A12B",
    author: "nvidia",
    created: "2026-03-11",
    contextLength: 262_144,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
