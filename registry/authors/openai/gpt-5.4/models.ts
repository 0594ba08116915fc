import type { ModelsOf } from "../../define.ts";

export const models = {
  "gpt-5.4": {
    name: "GPT-5.4",
    author: "openai",
    created: "2026-03-05",
    contextLength: 1_050_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-5.4-pro": {
    name: "GPT-5.4 Pro",
    author: "openai",
    created: "2026-03-05",
    contextLength: 1_050_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-5.4-mini": {
    name: "GPT-5.4 mini",
    author: "openai",
    created: "2026-03-17",
    contextLength: 400_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-5.4-nano": {
    name: "GPT-5.4 nano",
    author: "openai",
    created: "2026-03-17",
    contextLength: 400_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
