import type { ModelsOf } from "../../define.ts";

export const models = {
  "llama-guard-3-8b": {
    name: "Llama Guard 3 8B",
    author: "meta",
    created: "2025-01-22",
    contextLength: 131_072,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
