import type { ModelsOf } from "../../define.ts";

export const models = {
  "gemma-3-4b": {
    name: "Gemma 3 4B IT",
    author: "google",
    created: "2025-03-12",
    contextLength: 128_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
  "gemma-3-12b": {
    name: "Gemma 3 12B IT",
    author: "google",
    created: "2025-03-12",
    contextLength: 131_072,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
  "gemma-3-27b": {
    name: "Gemma 3 27B IT",
    author: "google",
    created: "2025-03-12",
    contextLength: 202_752,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
