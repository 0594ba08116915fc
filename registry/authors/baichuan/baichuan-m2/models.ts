import type { ModelsOf } from "../../define.ts";

export const models = {
  "baichuan-m2-32b": {
    name: "Baichuan M2 32B",
    author: "baichuan",
    created: "2025-08-13",
    contextLength: 131_072,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
