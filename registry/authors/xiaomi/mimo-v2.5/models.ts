import type { ModelsOf } from "../../family.ts";

export const models = {
  "mimo-v2.5": {
    name: "MiMo V2.5",
    description: "Xiaomi's model for text, pictures, sound and video.",
    author: "xiaomi",
    created: "2026-04-22",
    contextLength: 262_144,
    maxOutputTokens: 16_384,
    tokenizer: "Unknown",
    inputs: ["text", "image", "audio", "video"],
    outputs: ["text"],
    openWeights: true,
  },
  "mimo-v2.5-pro": {
    name: "MiMo V2.5 Pro",
    description: "Xiaomi's larger 2.5 model with a million tokens of context.",
    author: "xiaomi",
    created: "2026-04-22",
    contextLength: 1_048_576,
    maxOutputTokens: 131_072,
    tokenizer: "Unknown",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
