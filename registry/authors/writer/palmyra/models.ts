import type { ModelsOf } from "../../family.ts";

export const models = {
  "palmyra-x4": {
    name: "Palmyra X4",
    description: "Writer's model for tools and long documents.",
    author: "writer",
    created: "2025-04-28",
    contextLength: 122_880,
    maxOutputTokens: 8_192,
    tokenizer: "Unknown",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
  "palmyra-x5": {
    name: "Palmyra X5",
    description: "Writer's model with a million tokens of context.",
    author: "writer",
    created: "2025-04-28",
    contextLength: 1_040_000,
    maxOutputTokens: 8_192,
    tokenizer: "Unknown",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: false,
  },
} satisfies ModelsOf;
