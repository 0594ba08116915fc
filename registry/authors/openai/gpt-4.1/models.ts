import type { ModelsOf } from "../../define.ts";

export const models = {
  "gpt-4.1": {
    name: "GPT-4.1",
    author: "openai",
    created: "2025-04-14",
    contextLength: 1_047_576,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-4.1-mini": {
    name: "GPT-4.1 mini",
    author: "openai",
    created: "2025-04-14",
    contextLength: 1_047_576,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-4.1-nano": {
    name: "GPT-4.1 nano",
    author: "openai",
    created: "2025-04-14",
    contextLength: 1_047_576,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
