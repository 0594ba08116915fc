import type { ModelsOf } from "../../family.ts";

export const models = {
  "baichuan-m2-32b": {
    name: "Baichuan M2 32B",
    description: "Reasons about medical questions; 32B, made from Qwen2.5.",
    author: "baichuan",
    created: "2025-08-13",
    contextLength: 131_072,
    maxOutputTokens: 131_072,
    tokenizer: "Qwen",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
