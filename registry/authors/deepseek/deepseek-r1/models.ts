import type { ModelsOf } from "../../define.ts";

export const models = {
  "deepseek-r1-0528": {
    name: "DeepSeek R1 0528",
    author: "deepseek",
    created: "2025-05-28",
    contextLength: 163_840,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "deepseek-r1": {
    name: "DeepSeek R1",
    author: "deepseek",
    created: "2025-01-20",
    contextLength: 163_840,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
