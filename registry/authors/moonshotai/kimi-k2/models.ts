import type { ModelsOf } from "../../define.ts";

export const models = {
  "kimi-k2.5": {
    name: "Kimi K2.5",
    author: "moonshotai",
    created: "2026-01-27",
    contextLength: 262_144,
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: true,
  },
  "kimi-k2.6": {
    name: "Kimi K2.6",
    author: "moonshotai",
    created: "2026-04-21",
    contextLength: 262_144,
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: true,
  },
  "kimi-k2.7-code": {
    name: "Kimi K2.7 Code",
    author: "moonshotai",
    created: "2026-06-12",
    contextLength: 262_144,
    inputs: ["text", "image", "video"],
    outputs: ["text"],
    openWeights: true,
  },
  "kimi-k2-thinking": {
    name: "Kimi K2 Thinking",
    author: "moonshotai",
    created: "2025-11-06",
    contextLength: 262_144,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
