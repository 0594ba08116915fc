import type { ModelsOf } from "../../define.ts";

export const models = {
  "codestral-2501": {
    name: "Codestral 25.01",
    author: "mistralai",
    created: "2025-01-01",
    contextLength: 256_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
  "codestral-latest": {
    name: "Codestral (latest)",
    author: "mistralai",
    created: "2024-05-29",
    contextLength: 256_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
