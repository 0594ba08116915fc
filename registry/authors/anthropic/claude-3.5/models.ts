import type { ModelsOf } from "../../define.ts";

export const models = {
  "claude-3-5-sonnet-20240620": {
    name: "Claude Sonnet 3.5",
    author: "anthropic",
    created: "2024-06-20",
    contextLength: 200_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "claude-3-5-sonnet-20241022": {
    name: "Claude Sonnet 3.5 v2",
    author: "anthropic",
    created: "2024-10-22",
    contextLength: 200_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
  "claude-3-5-haiku": {
    name: "Claude Haiku 3.5",
    author: "anthropic",
    created: "2024-10-22",
    contextLength: 200_000,
    inputs: ["text", "image", "pdf"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
