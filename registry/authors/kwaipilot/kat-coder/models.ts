import type { ModelsOf } from "../../family.ts";

export const models = {
  "kat-coder-pro": {
    name: "KAT Coder Pro",
    description: "Kwaipilot's coder for agents.",
    author: "kwaipilot",
    created: "2026-01-05",
    contextLength: 256_000,
    maxOutputTokens: 128_000,
    tokenizer: "Unknown",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
