import type { ModelsOf } from "../../define.ts";

export const models = {
  "mistral-small-2503": {
    name: "Mistral Small 3.1",
    author: "mistralai",
    created: "2025-03-01",
    contextLength: 128_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
  "mistral-small-2506": {
    name: "Mistral Small 3.2",
    author: "mistralai",
    created: "2025-06-20",
    contextLength: 128_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
  "mistral-small-2603": {
    name: "Mistral Small 4",
    author: "mistralai",
    created: "2026-03-16",
    contextLength: 256_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
