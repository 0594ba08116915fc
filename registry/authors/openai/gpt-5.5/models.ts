import type { ModelsOf } from "../../define.ts";

export const models = {
  "gpt-5.5": {
    name: "GPT-5.5",
    author: "openai",
    created: "2026-04-23",
    contextLength: 1_050_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-5.5-pro": {
    name: "GPT-5.5 Pro",
    author: "openai",
    created: "2026-04-23",
    contextLength: 1_050_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
