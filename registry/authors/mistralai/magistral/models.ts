import type { ModelsOf } from "../../define.ts";

export const models = {
  "magistral-medium-latest": {
    name: "Magistral Medium (latest)",
    author: "mistralai",
    created: "2025-03-17",
    contextLength: 128_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "magistral-small": {
    name: "Magistral Small",
    author: "mistralai",
    created: "2025-03-17",
    contextLength: 128_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
  "magistral-small-2509": {
    name: "Magistral Small 1.2",
    author: "mistralai",
    created: "2025-12-02",
    contextLength: 128_000,
    inputs: ["text", "image"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
