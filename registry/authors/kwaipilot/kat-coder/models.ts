import type { ModelsOf } from "../../define.ts";

export const models = {
  "kat-coder-pro": {
    name: "KAT Coder Pro",
    author: "kwaipilot",
    created: "2026-01-05",
    contextLength: 256_000,
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
