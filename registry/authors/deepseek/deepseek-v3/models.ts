import type { ModelsOf } from "../../define.ts";

export const models = {
  "deepseek-v3.2": {
    name: "DeepSeek V3.2",
    author: "deepseek",
    created: "2025-12-02",
    contextLength: 163_840,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
