import type { ModelsOf } from "../../define.ts";

export const models = {
  "mimo-v2-flash": {
    name: "MiMo V2 Flash",
    author: "xiaomi",
    created: "2025-12-19",
    contextLength: 262_144,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "mimo-v2-pro": {
    name: "MiMo V2 Pro",
    author: "xiaomi",
    created: "2026-03-18",
    contextLength: 1_048_576,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
