import type { ModelsOf } from "../../define.ts";

export const models = {
  "gpt-4o": {
    name: "GPT-4o",
    author: "openai",
    created: "2024-05-13",
    contextLength: 128_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-4o-2024-05-13": {
    name: "GPT-4o (2024-05-13)",
    author: "openai",
    created: "2024-05-13",
    contextLength: 128_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-4o-2024-08-06": {
    name: "GPT-4o (2024-08-06)",
    author: "openai",
    created: "2024-08-06",
    contextLength: 128_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-4o-2024-11-20": {
    name: "GPT-4o (2024-11-20)",
    author: "openai",
    created: "2024-11-20",
    contextLength: 128_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: false,
  },
  "gpt-4o-mini": {
    name: "GPT-4o mini",
    author: "openai",
    created: "2024-07-18",
    contextLength: 128_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
