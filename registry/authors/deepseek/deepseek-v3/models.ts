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
  "deepseek-v3-0324": {
    name: "DeepSeek V3 0324",
    author: "deepseek",
    created: "2025-03-24",
    contextLength: 131_072,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "deepseek-v3.1": {
    name: "DeepSeek V3.1",
    author: "deepseek",
    created: "2025-08-21",
    contextLength: 163_840,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "deepseek-v3.2-speciale": {
    name: "DeepSeek V3.2 Speciale",
    author: "deepseek",
    created: "2025-12-01",
    contextLength: 128_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
