import type { ModelsOf } from "../../family.ts";

export const models = {
  "mimo-v2-flash": {
    name: "MiMo V2 Flash",
    description: "Fast open mixture of experts of Xiaomi.",
    author: "xiaomi",
    created: "2025-12-19",
    contextLength: 262_144,
    maxOutputTokens: 32_000,
    tokenizer: "Unknown",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "mimo-v2-pro": {
    name: "MiMo V2 Pro",
    description: "Xiaomi's larger second-generation model for agents.",
    author: "xiaomi",
    created: "2026-03-18",
    contextLength: 1_048_576,
    maxOutputTokens: 131_072,
    tokenizer: "Unknown",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
