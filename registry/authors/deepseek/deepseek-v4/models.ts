import type { ModelsOf } from "../../define.ts";

export const models = {
  "deepseek-v4-flash": {
    name: "DeepSeek V4 Flash",
    author: "deepseek",
    created: "2026-04-24",
    contextLength: 1_048_576,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "deepseek-v4-pro": {
    name: "DeepSeek V4 Pro",
    author: "deepseek",
    created: "2026-04-24",
    contextLength: 1_048_576,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
