import type { ModelsOf } from "../../family.ts";

export const models = {
  "deepseek-v4-flash": {
    name: "DeepSeek V4 Flash",
    description: "Smaller DeepSeek V4 with a million tokens of context; thinking is optional.",
    author: "deepseek",
    created: "2026-04-24",
    contextLength: 1_048_576,
    maxOutputTokens: 393_216,
    tokenizer: "DeepSeek",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "deepseek-v4-pro": {
    name: "DeepSeek V4 Pro",
    description: "Larger DeepSeek V4 with a million tokens of context; thinking is optional.",
    author: "deepseek",
    created: "2026-04-24",
    contextLength: 1_048_576,
    maxOutputTokens: 393_216,
    tokenizer: "DeepSeek",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
