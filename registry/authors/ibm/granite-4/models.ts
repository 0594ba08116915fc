import type { ModelsOf } from "../../family.ts";

export const models = {
  "granite-4.0-h-micro": {
    name: "Granite 4.0 H Micro",
    description: "Small hybrid model of IBM's Granite 4.0 with open weights.",
    author: "ibm",
    created: "2025-10-07",
    contextLength: 131_000,
    maxOutputTokens: 131_000,
    tokenizer: "Unknown",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
  },
} satisfies ModelsOf;
